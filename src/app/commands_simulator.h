#pragma once
// The node's test market on its own: `simulate-buyers` and `simulate-traffic`.
#include <QStringList>

namespace bourse::app {

/// `[--count N] [--faulty] [--journal DIR] [--base-port N] [--market FILE] [--seed N]`: starts simulated
/// buyers and prints one line,
/// `{"event":"ready","buyers":[{"slug","label","spec","url","ping_url","post_url","key"}…]}`; runs until
/// SIGTERM or SIGINT and then prints `{"event":"totals","buyers":[…]}`. With --market, FILE becomes the
/// market document that routes to these buyers, and the ready line has the `demo_key` of its source. Exit
/// codes as Arguments.
int simulateBuyersCommand(const QStringList &args);

/// `--url URL --key TOKEN [--rate R] [--count N] [--seed N] [--vertical SLUG] [--complete]
/// [--invalid-share S] [--repeat-share S]`: sends leads until `count` are back (0, the default: until SIGTERM
/// or SIGINT) and prints the totals as one line of JSON. Personal injury's leads tell little more than is
/// required, which costs least, unless they are to be complete; those of other verticals always are.
int simulateTrafficCommand(const QStringList &args);

} // namespace bourse::app
