// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_RUN_PRINT_C_LIBRARY_HPP
#define PULLBACK_TESTS_RUN_PRINT_C_LIBRARY_HPP

#include <dlfcn.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>

/// C source, compiled with the system's C compiler and loaded into this program. A warning is an error.
class c_library {
public:
    explicit c_library(const std::string& source) {
        char folder[] = "/tmp/pullback_print_XXXXXX";
        if (mkdtemp(folder) == nullptr) throw std::runtime_error("no temporary folder");
        const std::string base = std::string(folder) + "/printed";
        std::ofstream(base + ".c") << source;
        const std::string command = "cc -std=c11 -Wall -Wextra -pedantic -Werror -ffp-contract=off -O1 -shared -fPIC " +
                                    base + ".c -o " + base + ".so -lm";
        const bool is_compiled = std::system(command.c_str()) == 0;
        if (is_compiled) handle_ = dlopen((base + ".so").c_str(), RTLD_NOW);
        std::remove((base + ".c").c_str());
        std::remove((base + ".so").c_str());
        rmdir(folder);
        if (handle_ == nullptr) throw std::runtime_error("this C does not compile:\n" + source);
    }
    c_library(const c_library&) = delete;
    c_library& operator=(const c_library&) = delete;
    ~c_library() { dlclose(handle_); }

    template <class T>
    using function = void (*)(const T*, T*);

    template <class T>
    function<T> find(const std::string& name) const {
        return find_as<void(const T*, T*)>(name);
    }
    /// A function of another signature.
    template <class Signature>
    Signature* find_as(const std::string& name) const {
        void* address = dlsym(handle_, name.c_str());
        if (address == nullptr) throw std::runtime_error("no function " + name);
        return reinterpret_cast<Signature*>(address);
    }

private:
    void* handle_ = nullptr;
};

#endif
