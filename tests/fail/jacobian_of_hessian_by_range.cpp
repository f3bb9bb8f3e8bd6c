// SPDX-License-Identifier: BSL-1.0
// EXPECT: f is a matrix of derivatives by arguments of run-time length, which is made column by column
#include <pullback.hpp>

#include <vector>

using namespace pullback;

constexpr auto loss = function([](const auto& x) { return log_sum_exp(x); });

using numbers = std::vector<double>;

#ifdef PULLBACK_WRONG
auto third(const numbers& x, const numbers&, const numbers&) { return jacobian(hessian(loss))(x); }
#else
auto third(const numbers& x, const numbers& v, const numbers& w) { return jvp(hvp(loss), wrt<0>)(x, v, w); }
#endif
