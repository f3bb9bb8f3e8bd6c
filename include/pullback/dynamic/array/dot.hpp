// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_ARRAY_DOT_HPP
#define PULLBACK_DYNAMIC_ARRAY_DOT_HPP

#include <pullback/dynamic/call.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/node/node.hpp>
#include <pullback/dynamic/variable.hpp>
#include <pullback/dynamic/variable_handle.hpp>

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

namespace pullback::dynamic {

/// What a picture of a graph says of each variable besides its name.
struct dot_content {
    bool data = false;
    bool shape = false;
};

namespace detail {

/// Variables are ovals, calls are boxes, arrows follow the computation.
class graph_writer {
public:
    explicit graph_writer(dot_content content) : content_(content) {}

    std::string write(node& result) {
        text_ = "digraph {\n    node [fontname=\"Helvetica\"];\n";
        enter_variable(result);
        while (!to_do_.empty()) {
            node* const next = to_do_.back();
            to_do_.pop_back();
            write_creator(*next);
        }
        return text_ + "}\n";
    }

private:
    void write_creator(node& variable) {
        node* const call = variable.creator();
        if (call == nullptr) return;
        const auto [at, is_new] = calls_.try_emplace(call, calls_.size());
        const std::string name = "f" + std::to_string(at->second);
        text_ += "    " + name + " -> v" + std::to_string(variables_.at(&variable)) + ";\n";
        if (!is_new) return;
        text_ += "    " + name + " [label=\"" + escaped(call->function_name()) +
                 "\", shape=box, style=filled, fillcolor=lightblue];\n";
        for (node* const input : call->inputs())
            text_ += "    v" + std::to_string(enter_variable(*input)) + " -> " + name + ";\n";
    }

    std::size_t enter_variable(node& variable) {
        const auto [at, is_new] = variables_.try_emplace(&variable, variables_.size());
        if (is_new) {
            text_ += "    v" + std::to_string(at->second) + " [label=\"" + label(variable) +
                     "\", style=filled, fillcolor=orange];\n";
            to_do_.push_back(&variable);
        }
        return at->second;
    }

    std::string label(const node& variable) const {
        std::string label;
        const auto add_line = [&](const std::string& line) {
            if (!line.empty()) label += (label.empty() ? "" : "\\n") + escaped(line);
        };
        add_line(variable.name());
        if (content_.data) add_line(variable.data_text());
        if (content_.shape) add_line(detail::shape_text(variable.shape()));
        return label;
    }

    static std::string escaped(const std::string& text) {
        std::string result;
        for (const char character : text) {
            if (character == '"' || character == '\\') result += '\\';
            result += character;
        }
        return result;
    }

    dot_content content_;
    std::string text_;
    std::unordered_map<const node*, std::size_t> variables_, calls_;
    std::vector<node*> to_do_;
};

} // namespace detail

/// The graph that made y in Graphviz' language; `dot -Tsvg` draws it. Variables show their names, data and shape on
/// request.
template <class T>
std::string to_dot(const variable<T>& y, dot_content content = {}) {
    return detail::graph_writer(content).write(*y.node());
}
template <class T>
std::string to_dot(const linked<T>& y, dot_content content = {}) {
    return to_dot(static_cast<const variable<T>&>(y), content);
}

} // namespace pullback::dynamic

#endif
