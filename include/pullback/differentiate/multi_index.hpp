// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DIFFERENTIATE_MULTI_INDEX_HPP
#define PULLBACK_DIFFERENTIATE_MULTI_INDEX_HPP

#include <pullback/cpp20.hpp>

namespace pullback::engine::differentiate {

constexpr int binomial(int n, int k) {
    int result = 1;
    for (int i = 0; i < k; ++i) result = result * (n - i) / (i + 1);
    return result;
}

/// One term of Leibniz' rule, `factor` · ∂^first u · ∂^second v, with the ranks of its two multi-indices.
struct leibniz_term {
    int first;
    int second;
    int factor;
};

/// All multi-indices of up to `Order` times in total, lower orders first. A multi-index says how many times to
/// differentiate by each of `Variables` variables: ∂³/∂x²∂z, of x, y and z, is (2, 0, 1). Rank 0 differentiates by
/// nothing.
template <int Variables, int Order>
struct multi_indices {
    static constexpr int count = binomial(Variables + Order, Order);
    static constexpr int term_count = binomial(2 * Variables + Order, Order);

    int times[count][Variables]{};
    int raised[count][Variables]{};  // the rank with one time more by a variable, or -1
    int lowered[count][Variables]{}; // the rank with one time less, or -1
    int first_of_order[Order + 2]{};
    leibniz_term terms[term_count]{}; // of each rank, those with equal factors together, smaller factors first
    int first_term[count + 1]{};

    constexpr multi_indices() {
        for (int i = 0; i < count; ++i)
            for (int k = 0; k < Variables; ++k) raised[i][k] = lowered[i][k] = -1;
        int next = 1;
        first_of_order[1] = 1;
        for (int order = 1; order <= Order; ++order) {
            // Each multi-index is made once, by raising its last variable; then the other ways to it are found.
            for (int i = first_of_order[order - 1]; i < first_of_order[order]; ++i)
                for (int k = last_variable(i); k < Variables; ++k) link(i, k, next++);
            for (int i = first_of_order[order - 1]; i < first_of_order[order]; ++i)
                for (int k = 0, last = last_variable(i); k < last; ++k)
                    link(i, k, raised[raised[lowered[i][last]][k]][last]);
            first_of_order[order + 1] = next;
        }
        for (int i = 0; i < count; ++i) first_term[i + 1] = add_terms(i, first_term[i]);
    }

private:
    constexpr int last_variable(int index) const {
        int last = Variables - 1;
        while (last > 0 && times[index][last] == 0) --last;
        return last;
    }

    constexpr void link(int index, int variable, int to) {
        raised[index][variable] = to;
        lowered[to][variable] = index;
        for (int k = 0; k < Variables; ++k) times[to][k] = times[index][k] + (k == variable ? 1 : 0);
    }

    // Adds the terms without the last variable, each with the times by that variable shared out in all ways.
    constexpr int add_terms(int index, int end) {
        const int last = last_variable(index), shared = times[index][last], first = end;
        int rest = index;
        for (int i = 0; i < shared; ++i) rest = lowered[rest][last];
        if (shared == 0) {
            terms[end] = {0, 0, 1};
            return end + 1;
        }
        for (int i = first_term[rest]; i < first_term[rest + 1]; ++i)
            for (int to_first = 0; to_first <= shared; ++to_first) {
                leibniz_term added = terms[i];
                for (int n = 0; n < to_first; ++n) added.first = raised[added.first][last];
                for (int n = to_first; n < shared; ++n) added.second = raised[added.second][last];
                added.factor *= binomial(shared, to_first);
                int place = end++;
                for (; place > first && terms[place - 1].factor > added.factor; --place)
                    terms[place] = terms[place - 1];
                terms[place] = added;
            }
        return end;
    }
};

template <int Variables, int Order>
inline constexpr multi_indices<Variables, Order> multi_indices_of{};

} // namespace pullback::engine::differentiate

#endif
