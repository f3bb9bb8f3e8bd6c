// SPDX-License-Identifier: BSL-1.0
// Compiled for the precompiled header that the files of static/ and sizes/ share.
