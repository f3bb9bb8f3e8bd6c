// SPDX-License-Identifier: BSL-1.0
// Pictures of graphs: writes chain.svg and branches.svg with the help of Graphviz, or only the texts it would draw them
// from.
#include <pullback/dynamic.hpp>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

namespace dynamic = pullback::dynamic;

void draw(const std::string& name, const std::string& graph) {
    std::printf("%s", graph.c_str());
    std::ofstream(name + ".dot") << graph;
    const std::string command = "dot -Tsvg " + name + ".dot -o " + name + ".svg";
    if (std::system(command.c_str()) != 0) std::fprintf(stderr, "%s.svg: is Graphviz installed?\n", name.c_str());
}

int main() {
    dynamic::variable x{0.5, "x"};
    auto a = square(x);
    a.set_name("a");
    auto b = exp(a);
    b.set_name("b");
    auto y = square(b);
    y.set_name("y");
    draw("chain", to_dot(y));

    auto z = sin(a) * b + a;
    z.set_name("z");
    draw("branches", to_dot(z, {.data = true, .shape = true}));
}
