-- Gates: what is known of a person's earlier leads, and suppression lists.
--
-- Duplicate rules and histories go by the keyed hashes of lead_lookup, and by nothing else of a person. Each hash is
-- numbered when it is written ("turn"). A writer that has to be exact holds an advisory lock on the hash while it writes
-- and until it commits, so that turns of one hash are the order of commits: of two leads of one person that come at
-- once, on whatever nodes, the later turn sees the earlier one's row, and the earlier never sees the later's, however
-- often its step is repeated after a lost answer.

SET LOCAL search_path TO bourse, pg_catalog;

CREATE SEQUENCE bourse.lead_turn AS bigint CACHE 1;
ALTER TABLE bourse.lead_lookup ADD COLUMN turn bigint, ADD COLUMN seen_at timestamptz;
-- what is there already: in the order of the leads' ids, which is their time
UPDATE bourse.lead_lookup AS l SET turn = o.turn,
    seen_at = to_timestamp(('x' || translate(left(l.lead_id::text, 13), '-', ''))::bit(48)::bigint / 1000.0)
FROM (SELECT workspace_id, kind, hash, lead_id, nextval('bourse.lead_turn') AS turn
      FROM (SELECT workspace_id, kind, hash, lead_id FROM bourse.lead_lookup ORDER BY lead_id) AS ordered) AS o
WHERE l.workspace_id = o.workspace_id AND l.kind = o.kind AND l.hash = o.hash AND l.lead_id = o.lead_id;
ALTER TABLE bourse.lead_lookup ALTER COLUMN turn SET DEFAULT nextval('bourse.lead_turn'), ALTER COLUMN turn SET NOT NULL,
    ALTER COLUMN seen_at SET DEFAULT now(), ALTER COLUMN seen_at SET NOT NULL;

-- Answers questions about earlier leads, one query for all leads of a transaction. Question i is about p_lead[i], whose
-- keys are p_kind/p_hash[p_first[i] … p_last[i]]; an earlier lead has to have all of them. Returns a row for each
-- question that finds something: the newest lead, and for p_counts how many (1000 at most). Without p_posting a lead
-- sees what was written down before it; with it, a post is about to be reserved, and any other lead that is sold or is
-- being posted counts, too. Questions of leads that are not written down find nothing.
--
-- A question walks the lookup's key from the newest lead backwards and ends at the first that counts, so its cost does
-- not grow with history, but with leads of one person that do not count.
CREATE FUNCTION bourse.earlier_leads(
    p_workspace uuid, p_posting boolean, p_lead uuid[], p_days integer[], p_scope text[], p_party text[], p_sold boolean[],
    p_counts boolean[], p_first integer[], p_last integer[], p_kind text[], p_hash bytea[])
    RETURNS TABLE (n integer, earlier uuid, found bigint)
    LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT q.n::integer, hit.earlier, hit.found
        FROM unnest(p_lead, p_days, p_scope, p_party, p_sold, p_counts, p_first, p_last) WITH ORDINALITY
             AS q(lead, days, scope, party, sold, counts, first, last, n)
        JOIN bourse.lead_lookup own
          ON own.workspace_id = p_workspace AND own.kind = p_kind[q.first] AND own.hash = p_hash[q.first]
             AND own.lead_id = q.lead
        CROSS JOIN LATERAL (
            SELECT (array_agg(c.lead_id))[1] AS earlier, count(*) AS found
            FROM (
                SELECT l.lead_id
                FROM bourse.lead_lookup l
                JOIN bourse.lead d ON d.workspace_id = p_workspace AND d.id = l.lead_id
                WHERE l.workspace_id = p_workspace AND l.kind = p_kind[q.first] AND l.hash = p_hash[q.first]
                  -- ids have their node's time: a day of difference bounds the walk, the database's time decides
                  AND l.lead_id >= bourse.uuid_at(now() - make_interval(days => q.days + 1))
                  AND l.seen_at > now() - make_interval(days => q.days)
                  AND l.lead_id <> q.lead
                  AND (l.turn < own.turn OR (p_posting AND q.sold))
                  AND NOT d.test
                  AND NOT EXISTS (
                        SELECT FROM generate_series(q.first + 1, q.last) AS k(i)
                        WHERE NOT EXISTS (
                            SELECT FROM bourse.lead_lookup o
                            WHERE o.workspace_id = p_workspace AND o.kind = p_kind[k.i] AND o.hash = p_hash[k.i]
                              AND o.lead_id = l.lead_id))
                  AND CASE q.scope WHEN 'source' THEN d.source = q.party
                                   WHEN 'vertical' THEN d.vertical = q.party ELSE true END
                  AND CASE
                        WHEN q.scope = 'buyer' THEN EXISTS (
                            SELECT FROM bourse.attempt a
                            WHERE a.workspace_id = p_workspace AND a.lead_id = l.lead_id AND a.buyer = q.party
                              AND CASE WHEN q.sold
                                       THEN a.kind = 'post' AND (a.outcome IN ('accepted', 'pending', 'unknown')
                                                                 OR (p_posting AND a.outcome = 'sending'))
                                       ELSE a.kind IN ('ping', 'post') AND a.outcome <> 'not_sent' END)
                        WHEN q.sold THEN d.state IN ('sold', 'pending', 'unknown', 'converted')
                            OR (p_posting AND EXISTS (
                                SELECT FROM bourse.attempt a
                                WHERE a.workspace_id = p_workspace AND a.lead_id = l.lead_id AND a.kind = 'post'
                                  AND a.outcome = 'sending'))
                        -- a caller was told to send an interrupted lead again; what was refused does not make the
                        -- time longer in which its person is refused
                        ELSE d.reason IS DISTINCT FROM 'interrupted' AND d.state <> 'rejected'
                             AND (q.counts OR d.state NOT IN ('duplicate', 'suppressed'))
                      END
                ORDER BY l.lead_id DESC
                LIMIT CASE WHEN q.counts THEN 1000 ELSE 1 END) AS c) AS hit
        WHERE hit.found > 0;
END $$;

-- ------------------------------------------------------------------------------------------------ suppression lists

-- A list of one kind of value in one form. Plain values are never stored: they become keyed hashes, as those of
-- lead_lookup, cut to 16 bytes; lists of hashes are stored as they were given.
CREATE TABLE bourse.suppression_list (
    workspace_id uuid        NOT NULL REFERENCES bourse.workspace,
    id           integer     NOT NULL CHECK (id > 0),
    slug         text        NOT NULL CHECK (length(slug) BETWEEN 1 AND 64),
    buyer        text        NOT NULL DEFAULT '', -- slug of whose list it is; '' = nobody's leads pass
    kind         text        NOT NULL CHECK (kind IN ('email', 'phone')),
    form         text        NOT NULL CHECK (form IN ('plain', 'md5', 'sha1', 'sha256')),
    entries      bigint      NOT NULL DEFAULT 0 CHECK (entries >= 0),
    created_at   timestamptz NOT NULL DEFAULT now(),
    imported_at  timestamptz,
    imported_by  text        NOT NULL DEFAULT '',
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, slug)
);
CREATE TABLE bourse.suppression_entry (
    workspace_id uuid    NOT NULL,
    list_id      integer NOT NULL,
    hash         bytea   NOT NULL,
    PRIMARY KEY (workspace_id, list_id, hash),
    FOREIGN KEY (workspace_id, list_id) REFERENCES bourse.suppression_list (workspace_id, id) ON DELETE CASCADE
);

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['suppression_list', 'suppression_entry'] LOOP
        EXECUTE format('ALTER TABLE bourse.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY own_workspace ON bourse.%I USING (workspace_id = (SELECT bourse.current_workspace()))
                        WITH CHECK (workspace_id = (SELECT bourse.current_workspace()))', t);
    END LOOP;
END $$;

REVOKE ALL ON bourse.suppression_list, bourse.suppression_entry FROM PUBLIC;
REVOKE ALL ON SEQUENCE bourse.lead_turn FROM PUBLIC;
REVOKE ALL ON FUNCTION bourse.earlier_leads(uuid, boolean, uuid[], integer[], text[], text[], boolean[], boolean[],
    integer[], integer[], text[], bytea[]) FROM PUBLIC;
GRANT USAGE ON SEQUENCE bourse.lead_turn TO bourse_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON bourse.suppression_list TO bourse_app;
GRANT SELECT, INSERT, DELETE ON bourse.suppression_entry TO bourse_app;
GRANT EXECUTE ON FUNCTION bourse.earlier_leads(uuid, boolean, uuid[], integer[], text[], text[], boolean[], boolean[],
    integer[], integer[], text[], bytea[]) TO bourse_app;
