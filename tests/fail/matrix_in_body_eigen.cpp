// EXPECT: f(x...): the body of f cannot run at compile time, where it is recorded
#include <pullback.hpp>
#include <pullback/ext/eigen.hpp>

#include <Eigen/Core>

constexpr auto f = pullback::function([](const auto& x) {
    using T = std::remove_cvref_t<decltype(x)>;
#ifdef PULLBACK_WRONG
    Eigen::Matrix<T, 2, 2> m;
#else
    pullback::fixed_matrix<T, 2, 2> m;
#endif
    m(0, 0) = m(1, 1) = x;
    m(0, 1) = m(1, 0) = x * x;
    return (m * m)(0, 0);
});

double slope(double at) { return pullback::gradient(f)(at); }
