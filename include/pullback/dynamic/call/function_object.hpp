// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_CALL_FUNCTION_OBJECT_HPP
#define PULLBACK_DYNAMIC_CALL_FUNCTION_OBJECT_HPP

#include <pullback/dynamic/call.hpp>
#include <pullback/dynamic/errors.hpp>
#include <pullback/dynamic/node/node.hpp>
#include <pullback/shape/shape_of.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pullback::dynamic::detail {

/// What all function objects have: an identity, which copies share, and a link to the last call.
class function_object {
public:
    /// The last call, whose output has data of type `T`. Throws `no_such_link` if there was none, or of another type.
    template <class T = double>
    call<T> last_call() const {
        if (last_ == nullptr)
            throw no_such_link(
                "function: input(), output() and backward(gy) belong to the last call, and it has not been called yet");
        if (last_->data_type() != typeid(T))
            throw no_such_link("function: the last call of " + last_->function_name() + " did not give " +
                               detail::type_name<T>() + "; name the type of its data, as in input<T>()");
        return call<T>(last_);
    }

    /// The links of the last call. `T` is the type of its data.
    template <class T = double>
    linked<T> input(std::size_t index = 0) const {
        return last_call<T>().input(index);
    }
    template <class T = double>
    std::vector<linked<T>> inputs() const {
        return last_call<T>().inputs();
    }
    template <class T = double>
    linked<T> output(std::size_t index = 0) const {
        return last_call<T>().output(index);
    }

    std::uint64_t identity() const noexcept { return identity_; }

    /// Whether the call was made by this object or a copy of it.
    template <class T>
    friend bool operator==(const call<T>& made, const function_object& by) noexcept {
        return made.node() != nullptr && made.node()->function_identity() == by.identity_;
    }
    friend bool operator==(const function_object& a, const function_object& b) noexcept {
        return a.identity_ == b.identity_;
    }

protected:
    function_object() : identity_(next_identity()) {}
    function_object(const function_object& other) noexcept
        : identity_(other.identity_), last_(other.last_), owns_(other.last_ != nullptr) {
        if (owns_) last_->hold_call();
    }
    function_object& operator=(const function_object& other) noexcept {
        if (this == &other) return *this;
        if (other.last_ != nullptr) other.last_->hold_call();
        release();
        identity_ = other.identity_;
        last_ = other.last_;
        owns_ = last_ != nullptr;
        return *this;
    }
    ~function_object() { release(); }

    /// Takes note of the call that made `result`, a variable or several in some shape.
    template <class Result>
    void remember(const Result& result) {
        if constexpr (requires { result.creator(); }) set_last(result.creator().node());
        else {
            using first = scalar_of<Result>;
            first results[shape_of<Result>::size];
            shape_of<Result>::template load<0>(result, results);
            set_last(results[0].creator().node());
        }
    }

    void set_last(node* made) noexcept {
        if (made != nullptr) made->hold_call();
        release();
        last_ = made;
        owns_ = made != nullptr;
    }

    // Links the copy of a function that lives in its own call to that call, without owning it, which would be a cycle.
    void belong_to(node* made) noexcept {
        release();
        last_ = made;
        owns_ = false;
    }
    friend struct function_access;

private:
    void release() noexcept {
        if (!owns_) return;
        owns_ = false;
        dead_nodes dead;
        dead.drop_call(last_);
        dead.destroy_all();
    }

    static std::uint64_t next_identity() noexcept {
        static std::atomic<std::uint64_t> last{0};
        return last.fetch_add(1, std::memory_order_relaxed) + 1;
    }

    std::uint64_t identity_;
    node* last_ = nullptr;
    bool owns_ = false;
};

/// Reaches the links of a function object.
struct function_access {
    static void belong_to(function_object& function, node* made) noexcept { function.belong_to(made); }
    static void set_last(function_object& function, node* made) noexcept { function.set_last(made); }
};

} // namespace pullback::dynamic::detail

#endif
