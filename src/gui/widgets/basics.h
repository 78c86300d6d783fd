#pragma once
// Small pieces every page is put together from; looks come from the style sheet by the properties set here.
#include "gui/theme/tokens.h"
#include <QFrame>
#include <QLabel>
#include <QPushButton>

class QDialog;
class QFormLayout;
class QVBoxLayout;

namespace bourse::gui {

/// Roles of the style sheet. Caption and Note are small, Note is muted; Medium and Strong are weights of the
/// body.
enum class LabelRole { Plain, Title, Section, Caption, Note, Secondary, Muted, Medium, Strong, Keycap };
QLabel *makeLabel(const QString &text, LabelRole role, const QString &objectName, QWidget *parent = nullptr);

enum class ButtonKind { Plain, Primary, Dashed, Ghost, Link, Icon, Chip };
/// `iconName` may be empty; an Icon button has no text, its `text` becomes tool tip and accessible name.
QPushButton *makeButton(const QString &text, const QString &iconName, ButtonKind kind,
                        const QString &objectName, QWidget *parent = nullptr, bool small = false);
/// A hairline, 1 pixel.
QFrame *makeLine(Qt::Orientation orientation, QWidget *parent = nullptr);

/// A dialog's column under its title, which is its window's and its accessible name, too.
QVBoxLayout *dialogLayout(QDialog *dialog, const QString &title, const QString &objectName);
/// A row of several widgets; `buddy` is the one that the label's mnemonic leads to.
void addRow(QFormLayout *form, const QString &label, QLayout *row, QWidget *buddy);
/// Gives a dialog `size` (pixels at scale 1), or less where the window that it stands over is small.
void resizeWithin(QWidget *dialog, const QSize &size);

/// One line that gives way: what does not fit is elided, at the end or (ids) in the middle; the tool tip has
/// it whole.
class ElidedLabel final : public QLabel {
    Q_OBJECT
  public:
    explicit ElidedLabel(Qt::TextElideMode mode = Qt::ElideRight, QWidget *parent = nullptr);
    void setFullText(const QString &text);
    QString fullText() const { return m_fullText; }
    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent *event) override;

  private:
    Qt::TextElideMode m_mode;
    QString m_fullText;
};

/// A picture of the icon set as a widget.
class IconLabel final : public QWidget {
    Q_OBJECT
  public:
    IconLabel(QString name, int size, Token token, QWidget *parent = nullptr);
    void setIcon(const QString &name, Token token);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent *event) override;

  private:
    QString m_name;
    int m_size;
    Token m_token;
};

/// What the leads of this workspace are: told apart by icon, word and outline, not by colour alone.
enum class MarketMode { Live, Test, Demo };
class ModeBadge final : public QWidget {
    Q_OBJECT
  public:
    explicit ModeBadge(QWidget *parent = nullptr);
    void setMode(MarketMode mode);
    MarketMode mode() const { return m_mode; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent *event) override;

  private:
    QString word() const;
    MarketMode m_mode = MarketMode::Live;
};

/// Mutually exclusive choices side by side.
class SegmentedControl final : public QWidget {
    Q_OBJECT
  public:
    SegmentedControl(const QStringList &labels, const QString &objectName, bool small = false,
                     QWidget *parent = nullptr);
    int current() const { return m_current; }
    void setCurrent(int index); ///< emits currentChanged if it changes
    void setLabel(int index, const QString &label);
    QPushButton *button(int index) const { return m_buttons.value(index); }

  Q_SIGNALS:
    void currentChanged(int index);

  private:
    QVector<QPushButton *> m_buttons;
    int m_current = 0;
};

} // namespace bourse::gui
