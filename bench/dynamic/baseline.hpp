// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_DYNAMIC_BASELINE_HPP
#define PULLBACK_BENCH_DYNAMIC_BASELINE_HPP

#include <algorithm>
#include <cmath>
#include <memory>
#include <queue>
#include <unordered_set>
#include <utility>
#include <vector>

// What the run-time graph is measured against: the same semantics, written plainly. Nodes are shared, functions are
// virtual, a variable owns its creator, which owns its inputs and observes its output.

namespace baseline {

class function;

struct node {
    explicit node(double value) : data(value) {}
    node(const node&) = delete;
    node& operator=(const node&) = delete;
    inline ~node();

    void add_gradient(double adjoint) {
        gradient = has_gradient ? gradient + adjoint : adjoint;
        has_gradient = true;
    }

    double data;
    double gradient = 0;
    bool has_gradient = false;
    int generation = 0;
    std::shared_ptr<function> creator;
};

using node_pointer = std::shared_ptr<node>;

class function : public std::enable_shared_from_this<function> {
public:
    virtual ~function() = default;

    node_pointer call(std::vector<node_pointer> inputs) {
        inputs_ = std::move(inputs);
        const auto result = std::make_shared<node>(forward());
        for (const node_pointer& input : inputs_) generation_ = std::max(generation_, input->generation);
        result->generation = generation_ + 1;
        result->creator = shared_from_this();
        output_ = result;
        return result;
    }

    virtual double forward() const = 0;
    /// Adds to the gradients of the inputs.
    virtual void backward(double adjoint) = 0;

    std::vector<node_pointer>& inputs() { return inputs_; }
    node_pointer output() const { return output_.lock(); }
    int generation() const { return generation_; }

protected:
    node& input(std::size_t index) const { return *inputs_[index]; }

private:
    std::vector<node_pointer> inputs_;
    std::weak_ptr<node> output_;
    int generation_ = 0;
};

// By a loop, so that a long chain does not overflow the stack.
inline node::~node() {
    if (creator == nullptr) return;
    std::vector<std::shared_ptr<function>> dropped;
    dropped.push_back(std::move(creator));
    while (!dropped.empty()) {
        const std::shared_ptr<function> last = std::move(dropped.back());
        dropped.pop_back();
        if (last.use_count() != 1) continue;
        for (node_pointer& input : last->inputs()) {
            if (input.use_count() == 1 && input->creator != nullptr) dropped.push_back(std::move(input->creator));
            input.reset();
        }
    }
}

class variable {
public:
    variable(double value) : node_(std::make_shared<node>(value)) {}
    explicit variable(node_pointer made) : node_(std::move(made)) {}

    double data() const { return node_->data; }
    double grad() const { return node_->gradient; }
    const node_pointer& pointer() const { return node_; }

    void backward() {
        node_->gradient = 1;
        node_->has_gradient = true;
        const auto is_earlier = [](const function* a, const function* b) { return a->generation() < b->generation(); };
        std::priority_queue<function*, std::vector<function*>, decltype(is_earlier)> waiting(is_earlier);
        std::unordered_set<function*> seen;
        const auto add = [&](function* found) {
            if (found != nullptr && seen.insert(found).second) waiting.push(found);
        };
        add(node_->creator.get());
        while (!waiting.empty()) {
            function* const next = waiting.top();
            waiting.pop();
            next->backward(next->output()->gradient);
            for (const node_pointer& input : next->inputs()) add(input->creator.get());
        }
    }

private:
    node_pointer node_;
};

class square_function final : public function {
    double forward() const override { return input(0).data * input(0).data; }
    void backward(double adjoint) override { input(0).add_gradient(2 * input(0).data * adjoint); }
};

class exp_function final : public function {
    double forward() const override { return std::exp(input(0).data); }
    void backward(double adjoint) override { input(0).add_gradient(output()->data * adjoint); }
};

class sin_function final : public function {
    double forward() const override { return std::sin(input(0).data); }
    void backward(double adjoint) override { input(0).add_gradient(std::cos(input(0).data) * adjoint); }
};

class add_function final : public function {
    double forward() const override { return input(0).data + input(1).data; }
    void backward(double adjoint) override {
        input(0).add_gradient(adjoint);
        input(1).add_gradient(adjoint);
    }
};

class subtract_function final : public function {
    double forward() const override { return input(0).data - input(1).data; }
    void backward(double adjoint) override {
        input(0).add_gradient(adjoint);
        input(1).add_gradient(-adjoint);
    }
};

class multiply_function final : public function {
    double forward() const override { return input(0).data * input(1).data; }
    void backward(double adjoint) override {
        input(0).add_gradient(input(1).data * adjoint);
        input(1).add_gradient(input(0).data * adjoint);
    }
};

class scale_function final : public function {
public:
    explicit scale_function(double factor) : factor_(factor) {}
    double forward() const override { return factor_ * input(0).data; }
    void backward(double adjoint) override { input(0).add_gradient(factor_ * adjoint); }

private:
    double factor_;
};

class shift_function final : public function {
public:
    explicit shift_function(double shift) : shift_(shift) {}
    double forward() const override { return shift_ + input(0).data; }
    void backward(double adjoint) override { input(0).add_gradient(adjoint); }

private:
    double shift_;
};

class subtract_from_function final : public function {
public:
    explicit subtract_from_function(double minuend) : minuend_(minuend) {}
    double forward() const override { return minuend_ - input(0).data; }
    void backward(double adjoint) override { input(0).add_gradient(-adjoint); }

private:
    double minuend_;
};

template <class Function>
variable call(Function function, const variable& x) {
    return variable(std::make_shared<Function>(std::move(function))->call({x.pointer()}));
}
template <class Function>
variable call(Function function, const variable& x, const variable& y) {
    return variable(std::make_shared<Function>(std::move(function))->call({x.pointer(), y.pointer()}));
}

inline variable square(const variable& x) { return call(square_function(), x); }
inline variable exp(const variable& x) { return call(exp_function(), x); }
inline variable sin(const variable& x) { return call(sin_function(), x); }
inline variable operator+(const variable& x, const variable& y) { return call(add_function(), x, y); }
inline variable operator+(const variable& x, double y) { return call(shift_function(y), x); }
inline variable operator-(const variable& x, const variable& y) { return call(subtract_function(), x, y); }
inline variable operator-(double x, const variable& y) { return call(subtract_from_function(x), y); }
inline variable operator*(const variable& x, const variable& y) { return call(multiply_function(), x, y); }
inline variable operator*(double x, const variable& y) { return call(scale_function(x), y); }

} // namespace baseline

#endif
