// SPDX-License-Identifier: BSL-1.0
// A container of one's own as an argument of run-time length: a picture, which is a range of rows.
#include <pullback.hpp>

#include <cstddef>
#include <cstdio>
#include <vector>

struct picture {
    std::ptrdiff_t height, width, stride; // a row may be longer in memory than the picture is wide
    std::vector<double> pixels;
};

template <>
struct pullback::range_data<picture> {
    static constexpr int dimensions = 2;
    using element = double;

    template <int K>
    static std::ptrdiff_t extent(const picture& p) {
        return K == 0 ? p.height : p.width;
    }
    // Of what is read and of what is written.
    static auto& at(auto& p, std::ptrdiff_t i, std::ptrdiff_t j) {
        return p.pixels[static_cast<std::size_t>(i * p.stride + j)];
    }

    // A derivative by a picture is a picture, and what a function returns that maps its rows, a vector.
    template <class>
    using like = picture;
    template <class>
    static picture make_like(const picture& p) {
        return {p.height, p.width, p.width, std::vector<double>(static_cast<std::size_t>(p.height * p.width))};
    }
    template <class E>
    using line = std::vector<E>;
    template <class E>
    static std::vector<E> make_line(std::ptrdiff_t count) {
        return std::vector<E>(static_cast<std::size_t>(count));
    }
};

constexpr auto contrast = pullback::function([](const auto& picture) {
    return sum(picture, [](const auto& row) {
        const auto brightness = mean(row);
        return sum(row, [&](const auto& pixel) { return square(pixel - brightness); });
    });
});

int main() {
    const picture p{2, 3, 4, {1, 2, 6, 0, 4, 4, 4, 0}};
    const auto [value, gradient] = pullback::value_and_gradient(contrast)(p);
    std::printf("%g: %g %g %g\n", value, gradient.pixels[0], gradient.pixels[1], gradient.pixels[2]);
}
