#pragma once
// The secrets that a document names: which are set, setting, replacing and removing them, and looking at one
// for as long as a button is held. A value is in no list, tool tip, accessible name or clipboard.
#include "base/result.h"
#include "base/secret.h"
#include "gui/widgets/cell.h"
#include <QAbstractTableModel>
#include <QDialog>
#include <QFuture>
#include <QTimer>
#include <functional>
#include <optional>
#include <variant>

class QLabel;
class QLineEdit;
class QPushButton;

namespace bourse::gui {

class TableView;

/// What is done with secrets; usually the market's.
struct SecretCalls {
    std::function<QFuture<Result<QVector<QString>>>(QVector<QString> names)> stored;
    std::function<QFuture<Result<std::monostate>>(QString name, Secret value)> set;
    std::function<QFuture<Result<std::monostate>>(QString name)> remove;
    std::function<QFuture<Result<Secret>>(QString name)> reveal;
    std::function<QString()> place; ///< "the system keychain"; "": the market is not running
};

class SecretModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    using QAbstractTableModel::QAbstractTableModel;
    void setNames(QVector<QString> names);
    /// Absent while that is not known.
    void setStored(std::optional<QVector<QString>> stored);
    QString nameAt(int row) const { return m_names.value(row); }
    std::optional<bool> isSet(const QString &name) const;
    int missing() const;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    QVector<QString> m_names;
    std::optional<QVector<QString>> m_stored;
};

class SecretsDialog final : public QDialog {
    Q_OBJECT
  public:
    static constexpr int revealMs = 10'000;
    SecretsDialog(SecretCalls calls, QVector<QString> names, QWidget *parent = nullptr);
    ~SecretsDialog() override;

  Q_SIGNALS:
    /// A secret was set or removed.
    void changed();

  protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

  private:
    void load();
    void showCurrent();
    void set();
    void setFromFile();
    void remove();
    void reveal();
    void hideValue();
    /// Where values are kept now; empty while they cannot be.
    QString place() const { return m_calls.place ? m_calls.place() : QString(); }
    void showPlace();
    void keep(const QString &name, Secret value);
    void refuse(const QString &why);
    QString current() const;
    SecretCalls m_calls;
    SecretModel *m_model;
    TableView *m_view;
    QLabel *m_place;
    QLabel *m_name;
    QLineEdit *m_value;
    QPushButton *m_set;
    QPushButton *m_file;
    QPushButton *m_remove;
    QPushButton *m_reveal;
    QLabel *m_shown;
    QLabel *m_problem;
    QTimer m_hideTimer;
    QTimer m_placeTimer; ///< while the market is not running
    int m_look = 0;      ///< each press of the button is one; an answer to an older one shows nothing
    bool m_held = false;
};

} // namespace bourse::gui
