#pragma once
// Names in which the number of an item stands: Driver_{n}_Gender.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bourse::domain {

/// The number of the item that is being written, and of the items around it.
struct NumberScope {
    std::size_t index = 0;  ///< from 0
    std::size_t number = 0; ///< from the group's "first"
    const NumberScope *outer = nullptr;
};

/// A text in which {i} (from 0) and {n} (from the group's "first") stand for the item's number; {n^1} for
/// that of the item around it, up to {n^7}.
class NumberedName {
  public:
    /// Without `marks` the text is taken as it is.
    explicit NumberedName(std::string_view text, bool marks = true);
    bool hasMarks() const { return !m_marks.empty(); }
    /// How many numbered groups must be around the name; 0 where it has no marks.
    int levels() const;
    void append(const NumberScope *scope, std::string &out) const;
    /// The same text seen from so many groups further in: {n} becomes {n^1}; or further out.
    std::string shifted(int by) const;
    /// Where the first mark of the innermost group stands; npos if there is none.
    std::size_t firstOwnMark() const;
    /// The text with 1 for each mark: what has to be a valid name.
    std::string sample() const;

  private:
    struct Mark {
        char kind;
        int up;
    };
    std::vector<std::string> m_literals;
    std::vector<Mark> m_marks; ///< one less than literals
};

} // namespace bourse::domain
