#pragma once
// A titled panel: section title, caption beside it, widgets at the right, a body below.
#include <QFrame>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace bourse::gui {

class ElidedLabel;

class Card final : public QFrame {
    Q_OBJECT
  public:
    Card(const QString &title, const QString &objectName, QWidget *parent = nullptr);
    void setTitle(const QString &title);
    void setCaption(const QString &caption);
    /// At the header's right end, in the order of the calls.
    void addHeaderWidget(QWidget *widget);
    /// Fills the card below the header to its edges; layouts inside keep 16 px themselves.
    void setBody(QWidget *body);
    /// Below the body, above it a hairline.
    void setFooter(QWidget *footer);

  private:
    QLabel *m_title;
    ElidedLabel *m_caption;
    QHBoxLayout *m_header;
    QVBoxLayout *m_layout;
};

/// What a page shows while it has nothing: one sentence and one primary button.
class EmptyState final : public QWidget {
    Q_OBJECT
  public:
    /// Without `action` no button is shown.
    EmptyState(const QString &iconName, const QString &sentence, const QString &action,
               const QString &objectName, QWidget *parent = nullptr);
    void setActionVisible(bool visible);
    void setSentence(const QString &sentence);

  Q_SIGNALS:
    void actionTriggered();

  private:
    QLabel *m_sentence;
};

} // namespace bourse::gui
