// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_RANGES_HPP
#define PULLBACK_BLOCKS_RANGES_HPP

// The vocabulary of ranges. Each word takes ranges first and a function of their elements last.
#include <pullback/blocks/extrema.hpp>
#include <pullback/blocks/fold.hpp>
#include <pullback/blocks/indices.hpp>
#include <pullback/blocks/log_sum_exp.hpp>
#include <pullback/blocks/map.hpp>
#include <pullback/blocks/products.hpp>
#include <pullback/blocks/reductions.hpp>
#include <pullback/blocks/repeat.hpp>
#include <pullback/blocks/shifted.hpp>
#include <pullback/blocks/softmax.hpp>
#include <pullback/blocks/truth.hpp>
#include <pullback/blocks/while_loop.hpp>

#endif
