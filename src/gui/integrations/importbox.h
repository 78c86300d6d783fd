#pragma once
// The box that takes whatever one has: typed, pasted, dropped as text or as a file. What is too large to be
// laid out, or no clean text, is held as it is and shown shortened, so that it is never changed or lost.
#include <QPlainTextEdit>
#include <optional>
#include <string>

namespace bourse::gui {

class ImportBox final : public QPlainTextEdit {
    Q_OBJECT
  public:
    static constexpr qint64 largestFile = 8 << 20;
    explicit ImportBox(QWidget *parent = nullptr);
    /// UTF-8, byte for byte what was given.
    std::string content() const;
    void setContent(const std::string &bytes);
    bool isHeld() const { return m_held.has_value(); }
    qsizetype contentSize() const;
    void clearContent();
    void openFile(const QString &path);

  Q_SIGNALS:
    void contentChanged();
    void refused(const QString &why);

  protected:
    bool canInsertFromMimeData(const QMimeData *source) const override;
    void insertFromMimeData(const QMimeData *source) override;
    void keyPressEvent(QKeyEvent *event) override;

  private:
    void hold(std::string bytes);
    std::optional<std::string> m_held;
    bool m_showing = false;
};

} // namespace bourse::gui
