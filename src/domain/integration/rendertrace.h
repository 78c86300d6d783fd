#pragma once
// How a rendering came about. A rendering with a trace goes on after a problem; one without pays a null
// check.
#include "domain/integration/explain.h"
#include "domain/integration/plan.h"
#include <string>
#include <string_view>
#include <vector>

namespace bourse::domain {

/// What a cell shows: a scalar's text, a list or group as JSON, "" for nothing.
std::string shownText(const Cell &cell);

class RenderTrace {
  public:
    /// A piece of the request while it is written: only what goes into `buffer` is located. It ends with the
    /// object's life.
    class Frame {
      public:
        /// `trace` may be null: then nothing happens.
        Frame(RenderTrace *trace, RequestSpan::Part part, const std::string &buffer, std::size_t header = 0);
        ~Frame();
        Frame(const Frame &) = delete;
        Frame &operator=(const Frame &) = delete;
        /// The buffer goes into the request at this offset.
        void shiftedBy(std::size_t offset) { m_shift = offset; }

      private:
        RenderTrace *m_trace;
        std::size_t m_shift = 0;
    };
    friend class Frame;

    /// Forgets what was gathered: the request is put together anew, now that a signature in it is known.
    void restart();
    /// A row begins: rows of bodies within it belong to it. Returns its number.
    std::size_t begin();
    /// The row is done. In a failed one, `row.problem` becomes a problem of the whole.
    /// `isList`: its value is a list, which a format may write item by item.
    void finish(std::size_t number, RowTrace row, bool isList = false);
    /// A value was written that no row of the document stands for.
    void noRow() { m_last = kNoRow; }
    /// The row that was finished last.
    std::size_t last() const { return m_last; }
    /// The row's target and value are the bytes from `begin` to the end of `out`.
    /// With `item` they are one item of its list, which gets a trace of its own.
    void wrote(std::size_t number, const std::string &out, std::size_t begin,
               const std::string_view *item = nullptr);
    /// Bytes at the end of `out` were taken back: rows that were written there are left out with their group.
    void takenBack(const std::string &out);
    /// The bytes of `out` from `from` on were laid out anew: byte i of them is now at `places[i]`.
    void moved(const std::string &out, std::size_t from, const std::vector<std::size_t> &places);
    /// A finished row that its body could not write after all.
    void cannotWrite(std::size_t number, Error problem);
    void problem(Error error) { m_problems.push_back(std::move(error)); }
    void signature(SignatureTrace trace);
    /// True while `out` is what the current frame locates.
    bool locates(const std::string &out) const;
    /// Moves what was gathered into the explanation.
    void into(Explanation &explanation);

    static constexpr std::size_t kNoRow = static_cast<std::size_t>(-1);

  private:
    /// Text that a body within a row gave, with the rows that wrote it.
    struct Nested {
        std::size_t from = 0;
        std::size_t to = 0;
        std::string text;
    };
    struct Entry {
        RowTrace row;
        bool isList = false;
        bool hasItems = false;
        std::vector<Nested> nested;
        bool placed = false; ///< the nested rows' spans are places in the request
    };
    struct Place {
        RequestSpan::Part part;
        const std::string *buffer;
        std::size_t header;
        std::size_t first; ///< number of the first row in it
        bool within;       ///< of a row
    };
    void placeNested(Entry &entry, const std::string &out, const RequestSpan &whole);

    std::vector<Entry> m_entries;
    std::vector<std::size_t> m_open; ///< rows that have begun
    std::vector<Place> m_frames;
    std::size_t m_last = kNoRow;
    std::vector<SignatureTrace> m_signatures;
    Errors m_problems;
};

/// The trace of a group of rows, from its beginning to its end.
class GroupTrace {
  public:
    /// `begin` is where its name is written.
    GroupTrace(RenderContext &context, const RowGroup &group, const std::string &out, std::size_t begin);
    ~GroupTrace();
    GroupTrace(const GroupTrace &) = delete;
    GroupTrace &operator=(const GroupTrace &) = delete;
    /// Why nothing is written: "when", "on_empty".
    void leftOut(const char *condition) { m_row.condition = condition; }
    /// Its problem is the context's; true where the rendering goes on all the same.
    bool failed();

  private:
    RenderContext &m_context;
    const std::string &m_out;
    std::size_t m_begin;
    std::size_t m_size;
    std::size_t m_number = 0;
    RowTrace m_row;
};

} // namespace bourse::domain
