#pragma once
// The one place that knows how the window looks: scheme, fonts, scale, style sheet. Everything painted by
// hand asks it.
#include "gui/theme/tokens.h"
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QPalette>
#include <QSettings>

class QApplication;

namespace bourse::gui {

/// The user's settings file; the same for every part of the window.
QSettings userSettings();

class Theme final : public QObject {
    Q_OBJECT
  public:
    /// Lives as long as the process; GUI thread only.
    static Theme &instance();

    /// For main(): load() on the one instance.
    static void install(QApplication &application) { instance().load(application); }

    Scheme scheme() const { return m_scheme; }
    /// 0.9…1.5
    double scale() const { return m_scale; }
    /// Both take effect at once in the whole application and are not stored; see save().
    void setScheme(Scheme scheme);
    void setScale(double scale);
    /// Reads scheme and scale from the user's settings and applies them: style, palette, font, style sheet.
    void load(QApplication &application);
    void save() const;

    QColor color(Token token) const { return tokenColor(m_scheme, token); }
    ChipColors chip(domain::Chip chip) const { return chipColors(m_scheme, chip); }
    QColor series(int index) const { return seriesColor(m_scheme, index); }
    QFont font(TextRole role) const;
    /// `pixels` at scale 1, scaled and rounded.
    int px(double pixels) const;
    QPalette palette() const;
    /// The style sheet with every token replaced.
    QString styleSheet() const;

  Q_SIGNALS:
    /// Scheme or scale changed; painted widgets repaint by themselves (the palette changed), whoever caches
    /// must drop.
    void changed();

  private:
    Theme();
    void apply();
    Scheme m_scheme = Scheme::Light;
    double m_scale = 1;
    QString m_family;
    QString m_monoFamily;
    QString m_sheetSource;
    bool m_applied = false;
};

inline Theme &theme()
{
    return Theme::instance();
}

} // namespace bourse::gui
