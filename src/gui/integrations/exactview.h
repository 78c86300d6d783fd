#pragma once
// A request byte by byte: line ends are shown, the body is broken into lines where a row begins, and rows and
// bytes point at each other. Breaking is for the eye only; copying gives the bytes.
#include "domain/integration/explain.h"
#include "gui/leads/payloadview.h"
#include <QVector>

namespace bourse::gui {

class ExactView final : public PayloadView {
    Q_OBJECT
  public:
    explicit ExactView(const QString &objectName, QWidget *parent = nullptr);
    /// Spans of `rows` are into the request.
    void setRequest(const domain::RenderedRequest &request, const std::vector<domain::RowTrace> &rows);
    /// Marks the bytes of the row (document path); an empty path marks none. Scrolls to them.
    void setMarkedRow(const QString &path);
    /// First and last byte, within the whole request, of the marked row; nothing if it wrote none.
    std::optional<std::pair<qint64, qint64>> markedBytes() const;
    /// Bytes of the whole request as it goes on the wire.
    qint64 size() const { return static_cast<qint64>(m_bytes.size()); }

  Q_SIGNALS:
    /// The cursor was put on bytes of this row (document path).
    void rowChosen(const QString &path);

  protected:
    void restyle() override;
    QMimeData *createMimeDataFromSelection() const override;
    void keyReleaseEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

  private:
    /// Bytes [begin, end) stand at text position `at`, one character per code point.
    struct Piece {
        qint64 begin, end;
        int at, length;
        bool isMark; ///< a line end: shown as a word that is not in the bytes
    };
    struct Span {
        QString path;
        qint64 begin, end;
    };
    void append(QString &text, std::string_view bytes, qint64 begin);
    int textPosition(qint64 byte) const;
    qint64 bytePosition(int at) const;
    void choose();
    void mark();

    std::string m_bytes;
    QVector<Piece> m_pieces;
    QVector<Span> m_spans;
    QString m_marked;
};

} // namespace bourse::gui
