#pragma once
// A payload in fixed-width type with line numbers and quiet colours.
#include "gui/leads/payloadtext.h"
#include <QPlainTextEdit>
#include <QSet>
#include <QSyntaxHighlighter>

namespace bourse::gui {

class PayloadHighlighter final : public QSyntaxHighlighter {
    Q_OBJECT
  public:
    explicit PayloadHighlighter(QTextDocument *document);
    /// `hasHead`: the text begins with a start line and headers.
    void setFormat(BodyFormat format, bool hasHead);
    using QSyntaxHighlighter::setFormat;

  protected:
    void highlightBlock(const QString &text) override;

  private:
    void highlightJson(const QString &text);
    void highlightXml(const QString &text);
    BodyFormat m_format = BodyFormat::Text;
    bool m_hasHead = false;
};

class PayloadView : public QPlainTextEdit {
    Q_OBJECT
  public:
    explicit PayloadView(const QString &objectName, QWidget *parent = nullptr);
    /// `text` as recorded; shown indented or byte by byte.
    void setPayload(const QString &text);
    void setPretty(bool pretty);
    bool isPretty() const { return m_pretty; }
    const QString &payload() const { return m_payload; }

  protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

    /// Shows `text` as it stands, coloured as `format`; blocks named in `unnumbered` go on with the line
    /// before.
    void showExact(const QString &text, BodyFormat format, bool hasHead, const QSet<int> &unnumbered);
    virtual void restyle();

  private:
    class Gutter;
    void refresh();
    int gutterWidth() const;
    void paintGutter(QPaintEvent *event);
    Gutter *m_gutter;
    PayloadHighlighter *m_highlighter;
    QString m_payload;
    bool m_pretty = true;
    QSet<int> m_unnumbered;
};

} // namespace bourse::gui
