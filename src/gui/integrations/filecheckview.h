#pragma once
// An integration file before it is taken: what is in it, what this version does not know, and which hosts it
// would talk to. A host that nobody confirms is not talked to.
#include "base/result.h"
#include "domain/json/value.h"
#include <QVector>
#include <QWidget>

class QCheckBox;
class QLabel;
class QListWidget;
class QVBoxLayout;

namespace bourse::gui {

/// A host that a document names.
struct NamedHost {
    QString host;       ///< "api.example.com", with port where one is given
    QStringList places; ///< "live endpoint", "auth address"
    bool operator==(const NamedHost &) const = default;
};
/// Every host in the document's addresses and in its host list, each once, in the document's order.
QVector<NamedHost> hostsOf(const domain::Value &document);
/// The document without what talks to hosts that are not in `confirmed`: their endpoints, their entries in the
/// host list; where a step's own address names one, without the live endpoint.
domain::Value withoutHosts(domain::Value document, const QStringList &confirmed);

class FileCheckView final : public QWidget {
    Q_OBJECT
  public:
    explicit FileCheckView(QWidget *parent = nullptr);
    void setFile(const domain::Value &file);
    /// Without what talks to hosts that are not confirmed.
    domain::Value document() const;
    const Errors &problems() const { return m_problems; }
    int unconfirmed() const;

  Q_SIGNALS:
    void changed();

  private:
    QStringList confirmed() const;
    domain::Value m_file;
    Errors m_problems;
    QLabel *m_title;
    QLabel *m_facts;
    QLabel *m_problemTitle;
    QListWidget *m_problemList;
    QLabel *m_hostTitle;
    QVBoxLayout *m_hostLayout;
    QVector<QCheckBox *> m_boxes;
};

} // namespace bourse::gui
