// SPDX-License-Identifier: BSL-1.0
// Compiled for the precompiled header that the tests share.
