// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PROGRAM_REARRANGE_COMMON_PRODUCTS_HPP
#define PULLBACK_PROGRAM_REARRANGE_COMMON_PRODUCTS_HPP

#include <pullback/program/rearrange/terms.hpp>

namespace pullback::detail {

/// Finds pairs of factors that several products share, and makes each a part that is computed once. A coefficient
/// counts as a factor: 2 x y and 2 x z share 2 x. Greedy, in rounds: each product of three factors or more gives up the
/// pair that most others have too (after Breuer, "Generation of optimal code for expressions via factorization",
/// Communications of the ACM 12, 1969). Linear in the size of the program for each of at most `largest_round` rounds.
class common_products {
public:
    constexpr explicit common_products(terms& in)
        : in_(in),
          count_(in.monomials.size()),
          literal_mask_(static_cast<unsigned>(table_size(2 * count_ + 2)) - 1),
          literal_numbers_(static_cast<int>(literal_mask_) + 1),
          literals_(count_),
          is_live_(count_),
          is_whole_(count_) {
        mark_live();
        enter_coefficients();
        pair_table table(table_size(2 * count_pairs() + 2));
        for (table.round = 1; table.round <= largest_round; ++table.round)
            if (!extract(table)) break;
    }

    /// The coefficient that factor number -1 - i stands for.
    constexpr literal coefficient(int i) const { return literals_[i]; }

private:
    static constexpr int largest_round = 6;
    static constexpr int largest_product = 8; // pairs beyond these factors are not looked at

    // Products that are computed, alone or as a term of a sum.
    constexpr void mark_live() {
        for (int node = 0; node < in_.in.node_count(); ++node) {
            if (in_.product_of(node) >= 0) is_live_[in_.product_of(node)] = is_whole_[in_.product_of(node)] = true;
            if (in_.sum_of(node) >= 0) mark_sum(in_.sum_of(node));
        }
        for (int i = 0; i < in_.parts.size(); ++i)
            if (in_.parts[i].what == found_part::kind::sum) mark_sum(in_.parts[i].a);
    }
    constexpr void mark_sum(int sum) {
        const term_list list = in_.sums[sum];
        for (int k = 0; k < list.count; ++k) is_live_[in_.members[list.first + k]] = true;
    }

    // A coefficient other than 1 and -1 becomes a factor below 0; what stays is the sign.
    constexpr void enter_coefficients() {
        for (int i = 0; i < count_; ++i) {
            monomial& product = in_.monomials[i];
            const literal magnitude = product.coefficient < 0 ? -product.coefficient : product.coefficient;
            if (!is_live_[i] || magnitude == 1 || product.count == 0) continue;
            // Alone it takes the sign too; in a sum, that is a difference.
            const literal entered = is_whole_[i] ? product.coefficient : magnitude;
            const int first = in_.factors.size();
            in_.factors.push(-1 - number_of(entered));
            for (int k = 0; k < product.count; ++k) {
                const int factor = in_.factors[product.first + k];
                in_.factors.push(factor);
            }
            product = {entered < 0 || product.coefficient > 0 ? 1.0L : -1.0L, first, product.count + 1};
        }
    }
    constexpr int number_of(literal value) {
        for (unsigned slot = static_cast<unsigned>(hash_of(value));; ++slot) {
            int& number = literal_numbers_[static_cast<int>(slot & literal_mask_)];
            if (number == 0) {
                literals_[literal_count_] = value;
                number = ++literal_count_;
                return literal_count_ - 1;
            }
            if (literals_[number - 1] == value) return number - 1;
        }
    }

    // How often each pair was seen in this round, and the part that it has become. Slots of earlier rounds are free.
    struct pair_table {
        struct entry {
            int a, b, round, seen, part;
        };

        constexpr explicit pair_table(int size) : mask(static_cast<unsigned>(size) - 1), entries(size) {}

        constexpr entry& at(int a, int b) {
            for (unsigned slot = static_cast<unsigned>(a) * 0x9e3779b1u + static_cast<unsigned>(b) * 0x85ebca77u;;
                 ++slot) {
                entry& found = entries[static_cast<int>((slot ^ (slot >> 15)) & mask)];
                if (found.round != round) return found = {a, b, round, 0, 0};
                if (found.a == a && found.b == b) return found;
            }
        }

        unsigned mask;
        workspace<entry> entries;
        int round = 0;
    };

    constexpr int examined(const monomial& product) const {
        return product.count < largest_product ? product.count : largest_product;
    }
    constexpr bool is_counted(int i) const {
        return is_live_[i] && (in_.monomials[i].count > 2 || (in_.monomials[i].count == 2 && is_whole_[i]));
    }

    constexpr int count_pairs() const {
        int count = 0;
        for (int i = 0; i < count_; ++i)
            if (is_counted(i)) count += examined(in_.monomials[i]) * (examined(in_.monomials[i]) - 1) / 2;
        return count;
    }

    constexpr bool extract(pair_table& table) {
        for (int i = 0; i < count_; ++i) {
            if (!is_counted(i)) continue;
            const monomial product = in_.monomials[i];
            const int end = product.first + examined(product);
            for (int a = product.first; a < end; ++a)
                for (int b = a + 1; b < end; ++b) ++table.at(in_.factors[a], in_.factors[b]).seen;
        }
        bool is_changed = false;
        for (int i = 0; i < count_; ++i) {
            const monomial product = in_.monomials[i];
            if (!is_live_[i] || product.count < 3) continue;
            const int end = product.first + examined(product);
            typename pair_table::entry* best = nullptr;
            for (int a = product.first; a < end; ++a)
                for (int b = a + 1; b < end; ++b)
                    if (auto& pair = table.at(in_.factors[a], in_.factors[b]);
                        pair.seen > 1 && (best == nullptr || pair.seen > best->seen))
                        best = &pair;
            if (best == nullptr) continue;
            if (best->part == 0) best->part = in_.add_part({found_part::kind::product, best->a, best->b});
            replace(in_.monomials[i], *best);
            is_changed = true;
        }
        return is_changed;
    }

    constexpr void replace(monomial& product, const typename pair_table::entry& pair) {
        const int first = in_.factors.size();
        bool has_a = false, has_b = false;
        for (int k = 0; k < product.count; ++k) {
            const int factor = in_.factors[product.first + k];
            if (factor == pair.a && !has_a) has_a = true;
            else if (factor == pair.b && !has_b) has_b = true;
            else in_.factors.push(factor);
        }
        in_.factors.push(pair.part); // the largest number
        product = {product.coefficient, first, product.count - 1};
    }

    terms& in_;
    int count_; // of the monomials
    unsigned literal_mask_;
    workspace<int> literal_numbers_; // by hash, 1 + number
    workspace<literal> literals_;
    int literal_count_ = 0;
    workspace<bool> is_live_, is_whole_;
};

} // namespace pullback::detail

#endif
