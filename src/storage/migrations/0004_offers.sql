-- Offers: what a pinged lead can be sold for until somebody takes it, or it expires.
--
-- An offer belongs to its lead, not to a node: it is written in the commit that makes the lead "offered", and whoever
-- gets the post takes it by a conditional update. Bids and what they carry to the post are sealed under the lead's key,
-- so that erasure reaches them. An offer of kind 'route' holds none: its lead was accepted to be routed later, and is
-- taken from the first by the node that accepted it. Of a choice page's token only a keyed hash is kept.

SET LOCAL search_path TO bourse, pg_catalog;

CREATE TABLE bourse.offer (
    workspace_id uuid        NOT NULL REFERENCES bourse.workspace,
    id           uuid        NOT NULL,
    lead_id      uuid        NOT NULL,
    source       text        NOT NULL,
    kind         text        NOT NULL DEFAULT 'bids' CHECK (kind IN ('bids', 'route')),
    state        text        NOT NULL CHECK (state IN ('open', 'taken', 'expired')),
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    token_hash   bytea,
    sealed       bytea       NOT NULL,
    taken_at     timestamptz,
    taken_by     uuid,                 -- the taking: applying it again changes nothing
    bid_ids      text[],               -- what was taken; empty = what sold best
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, token_hash)
) WITH (fillfactor = 80);
-- leads that were accepted to be routed later, and whose node died
CREATE INDEX offer_waiting ON bourse.offer (workspace_id, id) WHERE kind = 'route' AND state = 'open';
CREATE INDEX offer_lead ON bourse.offer (workspace_id, lead_id);
CREATE INDEX offer_open ON bourse.offer (workspace_id, expires_at) WHERE state = 'open';

-- A post completes what its ping had: the one way in which the program may write a lead's values anew.
CREATE FUNCTION bourse.complete_lead_data(p_lead uuid, p_fields jsonb, p_pii bytea) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = bourse, pg_catalog, pg_temp
    AS $$ UPDATE bourse.lead_data d SET fields = p_fields, pii = p_pii
          WHERE d.workspace_id = bourse.current_workspace() AND d.lead_id = p_lead AND EXISTS (
              SELECT FROM bourse.offer o
              WHERE o.workspace_id = d.workspace_id AND o.lead_id = p_lead AND o.state = 'taken') $$;

-- Takes offers, each wholly or not at all, and completes their leads, which are of this node from then on. The caller
-- has locked the leads in a statement before: whoever is first decides. Returns a row for each that was not taken: used,
-- expired, or claimed (the caller's idempotency key is held by an earlier request). Consents and look-ups are flattened.
CREATE FUNCTION bourse.take_offers(
    p_workspace uuid, p_node uuid,
    p_taking uuid[], p_offer uuid[], p_lead uuid[], p_at timestamptz[], p_actor text[], p_config bigint[],
    p_claim bytea[], p_request_hash bytea[], p_region text[], p_external text[], p_sub_ids text[], p_fields text[],
    p_pii bytea[], p_bid_ids text[], p_sequence integer[], p_prev bytea[], p_hash bytea[],
    p_lookup_lead uuid[], p_lookup_kind text[], p_lookup_hash bytea[],
    p_consent_lead uuid[], p_consent_sequence smallint[], p_consent_kind text[], p_consent_sha256 bytea[],
    p_consent_key bytea[], p_consent_sealed bytea[])
    RETURNS TABLE (n integer, refused text)
    LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    v_offer  bourse.offer;
    v_state  text;
    v_source text;
BEGIN
    FOR i IN 1 .. cardinality(p_offer) LOOP
        SELECT * INTO v_offer FROM bourse.offer o WHERE o.workspace_id = p_workspace AND o.id = p_offer[i];
        CONTINUE WHEN v_offer.taken_by = p_taking[i];
        SELECT l.state, l.source INTO v_state, v_source FROM bourse.lead l
        WHERE l.workspace_id = p_workspace AND l.id = p_lead[i];
        n := i;
        refused := CASE WHEN v_offer.id IS NULL OR v_offer.lead_id <> p_lead[i] THEN 'used'
                        WHEN v_offer.state = 'expired' THEN 'expired'
                        WHEN v_offer.state <> 'open' OR v_state IS DISTINCT FROM 'offered' THEN 'used'
                        WHEN v_offer.expires_at <= now() THEN 'expired' END;
        IF refused IS NOT NULL THEN
            RETURN NEXT;
            CONTINUE;
        END IF;
        IF p_claim[i] IS NOT NULL THEN
            INSERT INTO bourse.idempotency AS c (workspace_id, claim, request_hash, lead_id, created_at)
            VALUES (p_workspace, p_claim[i], p_request_hash[i], p_lead[i], now())
            ON CONFLICT (workspace_id, claim) DO UPDATE
                SET request_hash = excluded.request_hash, lead_id = excluded.lead_id,
                    created_at = excluded.created_at, status = NULL, content_type = NULL, answer = NULL
                WHERE c.created_at < now() - interval '24 hours' AND NOT EXISTS (
                    SELECT FROM bourse.lead l WHERE l.workspace_id = p_workspace AND l.id = c.lead_id
                    AND l.state IN ('unknown', 'pending'));
            IF NOT FOUND THEN
                refused := 'claimed';
                RETURN NEXT;
                CONTINUE;
            END IF;
        END IF;
        UPDATE bourse.offer SET state = 'taken', taken_at = now(), taken_by = p_taking[i],
                                bid_ids = string_to_array(p_bid_ids[i], ',')
        WHERE workspace_id = p_workspace AND id = p_offer[i];
        UPDATE bourse.lead l SET state = 'routing', reason = NULL, reason_detail = NULL, node_id = p_node,
               updated_at = now(), claim = p_claim[i], region = coalesce(p_region[i], l.region),
               supplier_external_id = coalesce(p_external[i], l.supplier_external_id),
               sub_ids = coalesce(p_sub_ids[i]::jsonb, l.sub_ids), event_sequence = p_sequence[i], event_hash = p_hash[i]
        WHERE l.workspace_id = p_workspace AND l.id = p_lead[i] AND l.event_sequence = p_sequence[i] - 1;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'event chain has moved on' USING ERRCODE = 'BE001';
        END IF;
        PERFORM bourse.complete_lead_data(p_lead[i], p_fields[i]::jsonb, p_pii[i]);
        INSERT INTO bourse.lead_event (workspace_id, lead_id, sequence, at, actor, node_id, config_version, kind, state,
                                       prev_hash, hash)
        VALUES (p_workspace, p_lead[i], p_sequence[i], p_at[i], p_actor[i], p_node, p_config[i], 'taken', 'routing',
                p_prev[i], p_hash[i]);
        INSERT INTO bourse.lead_lookup (workspace_id, kind, hash, lead_id)
        SELECT p_workspace, u.kind, u.hash, u.lead
        FROM unnest(p_lookup_lead, p_lookup_kind, p_lookup_hash) AS u(lead, kind, hash) WHERE u.lead = p_lead[i]
        ON CONFLICT DO NOTHING;
        INSERT INTO bourse.consent_evidence (workspace_id, lead_id, sequence, kind, recorded_at, text_sha256, wrapped_key,
                                             sealed)
        SELECT p_workspace, u.lead, u.sequence, u.kind, now(), u.sha256, u.wrapped_key, u.sealed
        FROM unnest(p_consent_lead, p_consent_sequence, p_consent_kind, p_consent_sha256, p_consent_key, p_consent_sealed)
             AS u(lead, sequence, kind, sha256, wrapped_key, sealed)
        WHERE u.lead = p_lead[i];
        IF p_external[i] IS NOT NULL THEN
            INSERT INTO bourse.external_id (workspace_id, side, party, external_id, lead_id)
            VALUES (p_workspace, 'supplier', v_source, p_external[i], p_lead[i]) ON CONFLICT DO NOTHING;
        END IF;
    END LOOP;
END $$;

ALTER TABLE bourse.offer ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_workspace ON bourse.offer USING (workspace_id = (SELECT bourse.current_workspace()))
    WITH CHECK (workspace_id = (SELECT bourse.current_workspace()));

REVOKE ALL ON bourse.offer FROM PUBLIC;
REVOKE ALL ON FUNCTION bourse.take_offers(uuid, uuid, uuid[], uuid[], uuid[], timestamptz[], text[], bigint[], bytea[],
    bytea[], text[], text[], text[], text[], bytea[], text[], integer[], bytea[], bytea[], uuid[], text[], bytea[], uuid[],
    smallint[], text[], bytea[], bytea[], bytea[]) FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE ON bourse.offer TO bourse_app;
REVOKE ALL ON FUNCTION bourse.complete_lead_data(uuid, jsonb, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bourse.complete_lead_data(uuid, jsonb, bytea) TO bourse_app;
GRANT EXECUTE ON FUNCTION bourse.take_offers(uuid, uuid, uuid[], uuid[], uuid[], timestamptz[], text[], bigint[], bytea[],
    bytea[], text[], text[], text[], text[], bytea[], text[], integer[], bytea[], bytea[], uuid[], text[], bytea[], uuid[],
    smallint[], text[], bytea[], bytea[], bytea[]) TO bourse_app;
