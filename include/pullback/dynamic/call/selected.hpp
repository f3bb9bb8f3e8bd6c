// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CALL_SELECTED_HPP
#define PULLBACK_DYNAMIC_CALL_SELECTED_HPP

#include <pullback/dynamic/array/mask.hpp>
#include <pullback/dynamic/call.hpp>
#include <pullback/dynamic/call/call_node.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/no_grad.hpp>
#include <pullback/dynamic/node/graph_pass.hpp>
#include <pullback/dynamic/node/node.hpp>
#include <pullback/dynamic/node/value_node.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/functions/conditions.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>

namespace pullback::dynamic::detail {

// This header has adjoints that are variables and not there everywhere (see taken.hpp). Such an adjoint is the result
// of a call of its own, which keeps the link to what was left out: what an adjoint depends on is then the same for all
// data.

/// Which parts of data `T` are there: of a number all or nothing, of an array it is known for each element.
template <class T>
class presence;

template <NumberData T>
class presence<T> {
public:
    presence(bool everywhere) : everywhere_(everywhere) {}

    bool is_everywhere() const { return everywhere_; }
    static constexpr bool is_known() { return true; }
    bool at(std::size_t) const { return everywhere_; }

    friend presence operator!(const presence& p) { return !p.everywhere_; }
    friend presence operator&&(const presence& p, const presence& q) { return p.everywhere_ && q.everywhere_; }
    friend presence operator||(const presence& p, const presence& q) { return p.everywhere_ || q.everywhere_; }

private:
    bool everywhere_;
};

template <class T>
class presence {
public:
    presence(bool everywhere) : everywhere_(everywhere) {}
    presence(mask<T> flags) : flags_(std::move(flags.flags)), is_known_(false) { settle(); }
    /// Takes flags in the order of the elements of `model`.
    template <class Flag>
    presence(const T& model, const Flag* flags) : presence(mask<T>{flags_like(model, flags)}) {}

    bool is_everywhere() const { return is_known_ && everywhere_; }
    /// Whether all parts are there, or none.
    bool is_known() const { return is_known_; }
    bool at(std::size_t i) const { return is_known_ ? everywhere_ : elements()[i] != 0; }
    /// The flags, in the order of the elements. Precondition: the presence is not known as a whole.
    const auto* elements() const { return data_traits<flags_type>::elements(flags_); }

    friend presence operator!(const presence& p) {
        return p.is_known_ ? presence(!p.everywhere_) : presence(!mask<T>{p.flags_});
    }
    friend presence operator&&(const presence& p, const presence& q) {
        if (p.is_known_) return p.everywhere_ ? q : p;
        if (q.is_known_) return q.everywhere_ ? p : q;
        return mask<T>{p.flags_} && mask<T>{q.flags_};
    }
    friend presence operator||(const presence& p, const presence& q) {
        if (p.is_known_) return p.everywhere_ ? p : q;
        if (q.is_known_) return q.everywhere_ ? q : p;
        return mask<T>{p.flags_} || mask<T>{q.flags_};
    }

private:
    using flags_type = typename mask<T>::flags_type;

    // A kind of array that holds numbers of one type only has them for flags.
    template <class Flag>
    static flags_type flags_like(const T& model, const Flag* flags) {
        flags_type result = data_traits<T>::template like<unsigned char>(model);
        auto* const out = data_traits<flags_type>::elements(result);
        for (std::size_t i = 0, count = data_traits<T>::count(model); i < count; ++i) out[i] = flags[i] != 0;
        return result;
    }
    void settle() {
        const auto* const flags = elements();
        const std::size_t count = data_traits<flags_type>::count(flags_);
        const auto is_set = [](const auto& flag) { return flag != 0; };
        everywhere_ = std::all_of(flags, flags + count, is_set);
        is_known_ = everywhere_ || std::none_of(flags, flags + count, is_set);
    }

    flags_type flags_{};
    bool everywhere_ = false;
    bool is_known_ = true;
};

template <class T>
variable<T> selected(const variable<T>& adjoint, const presence<T>& there);

/// An adjoint where it is there, 0 elsewhere.
template <class T>
class selected_core : public core_base {
public:
    using data_type = T;
    using links_type = std::array<node*, 1>;
    static constexpr needed_data needs = needed_data::nothing;

    explicit selected_core(const presence<T>& there) : there_(there) {}

    const presence<T>& there() const { return there_; }

    static std::string name(const node&) { return functions::select::name; }
    static const void* type() noexcept { return &function_type_of<functions::select>; }

    template <class Call>
    void pull(const Call&, [[maybe_unused]] const T* given, [[maybe_unused]] const unsigned char* flags,
              [[maybe_unused]] node* const* targets) const {
        if constexpr (!NumberData<T>) {
            if (there_.is_known()) return;
            const T& adjoint = *given;
            auto& to = *static_cast<value_node<T>*>(targets[0]);
            auto* const out = data_traits<T>::elements(to.gradient_to_take_parts_of());
            const auto* const in = data_traits<T>::elements(adjoint);
            for (std::size_t i = 0, count = data_traits<T>::count(adjoint); i < count; ++i) {
                if (!there_.at(i) || (flags != nullptr && !flags[i])) continue;
                out[i] += in[i];
                to.taken.take(i);
            }
            to.settle();
        }
    }
    template <class Call>
    void trace(const Call& call, const std::optional<variable<T>>* adjoint, graph_pass& pass) const {
        pass.add(call.links()[0], detail::selected(**adjoint, there_));
    }

private:
    presence<T> there_;
};

/// The selection that made an adjoint, null if it is there everywhere.
template <class T>
const call_node<selected_core<T>>* selection_of(const variable<T>& adjoint) {
    return adjoint.node()->is_selected ? static_cast<const call_node<selected_core<T>>*>(adjoint.node()) : nullptr;
}

/// How much of an adjoint is there.
template <class T>
presence<T> presence_of(const variable<T>& adjoint) {
    const auto* const selection = detail::selection_of(adjoint);
    return selection != nullptr ? selection->core().there() : presence<T>(true);
}
/// The adjoint as it would be were it there everywhere: what a rule is asked for, its answers are selected.
template <class T>
variable<T> whole_of(const variable<T>& adjoint) {
    const auto* const selection = detail::selection_of(adjoint);
    return selection != nullptr ? variable<T>(static_cast<value_node<T>*>(selection->links()[0])) : adjoint;
}

/// What of `adjoint` is there.
template <class T>
variable<T> selected(const variable<T>& adjoint, const presence<T>& there) {
    if (there.is_everywhere()) return adjoint;
    const variable<T> whole = detail::whole_of(adjoint);
    const presence<T> both = there && detail::presence_of(adjoint);
    T value = zeros_like(whole.data());
    if constexpr (!NumberData<T>) {
        auto* const out = data_traits<T>::elements(value);
        const auto* const in = data_traits<T>::elements(whole.data());
        for (std::size_t i = 0, count = data_traits<T>::count(value); i < count; ++i)
            if (both.at(i)) out[i] = in[i];
    }
    const variable<T> from = no_grad_depth != 0 ? whole.detach() : whole;
    auto* const made = call_node<selected_core<T>>::make(std::move(value), {from.node()}, both);
    made->is_selected = true;
    return detail::adopt<T>(made);
}

template <class U>
variable<U> sum_of_adjoints(const variable<U>& a, const variable<U>& b) {
    const variable<U> sum = a + b;
    if (!a.node()->is_selected || !b.node()->is_selected) return sum;
    return detail::selected(sum, detail::presence_of(a) || detail::presence_of(b));
}

} // namespace pullback::dynamic::detail

#endif
