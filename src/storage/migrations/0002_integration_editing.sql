-- Integrations being edited: the draft that somebody works on, and every version that was ever published.
--
-- Documents are json, not jsonb: the order of an object's members is kept, since it is the order of bytes on the wire.
-- Secrets are references in them; their values never come here.

SET LOCAL search_path TO bourse, pg_catalog;

-- One draft per integration; it is replaced as it is saved and goes with its publication.
CREATE TABLE bourse.integration_draft (
    workspace_id uuid        NOT NULL REFERENCES bourse.workspace,
    slug         text        NOT NULL CHECK (length(slug) BETWEEN 1 AND 64),
    document     json        NOT NULL, -- need not compile
    base_version bigint      NOT NULL CHECK (base_version >= 0), -- what it was made from; 0 = never published
    saved_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor        text        NOT NULL,
    PRIMARY KEY (workspace_id, slug)
) WITH (fillfactor = 50);

-- Counted per integration from 1. A configuration holds the newest version of each of its integrations.
CREATE TABLE bourse.integration_version (
    workspace_id uuid        NOT NULL REFERENCES bourse.workspace,
    slug         text        NOT NULL,
    version      bigint      NOT NULL CHECK (version > 0),
    document     json        NOT NULL,
    note         text        NOT NULL DEFAULT '', -- the name that its publisher gave it
    actor        text        NOT NULL,
    published_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, slug, version)
);

-- What was published before integrations had versions of their own is their first one.
INSERT INTO bourse.integration_version (workspace_id, slug, version, document, note, actor, published_at)
SELECT c.workspace_id, i.document ->> 'slug', 1, i.document, '', c.author, c.published_at
FROM (SELECT DISTINCT ON (workspace_id) workspace_id, canonical, author, published_at
      FROM bourse.configuration ORDER BY workspace_id, version DESC) AS c
CROSS JOIN LATERAL json_array_elements(c.canonical::json -> 'integrations') AS i(document);

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['integration_draft', 'integration_version'] LOOP
        EXECUTE format('ALTER TABLE bourse.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY own_workspace ON bourse.%I USING (workspace_id = (SELECT bourse.current_workspace()))
                        WITH CHECK (workspace_id = (SELECT bourse.current_workspace()))', t);
    END LOOP;
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON bourse.integration_version
    FOR EACH ROW EXECUTE FUNCTION bourse.refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON bourse.integration_version
    FOR EACH STATEMENT EXECUTE FUNCTION bourse.refuse_change();

REVOKE ALL ON bourse.integration_draft, bourse.integration_version FROM PUBLIC;
GRANT SELECT, INSERT ON bourse.integration_draft, bourse.integration_version TO bourse_app;
GRANT UPDATE, DELETE ON bourse.integration_draft TO bourse_app;
