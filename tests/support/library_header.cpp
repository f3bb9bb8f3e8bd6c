// SPDX-License-Identifier: BSL-1.0
// Compiled for a precompiled header: one that the files of static/ and sizes/ share, and two that examples do.
