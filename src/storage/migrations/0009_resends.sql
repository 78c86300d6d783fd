-- Bourse 0009: posts that are sent again.

SET LOCAL search_path TO bourse, pg_catalog;

-- To a buyer that knows a post that it was sent before, a post of unknown fate is sent again, under its own id.
ALTER TABLE bourse.attempt DROP CONSTRAINT attempt_kind_check;
ALTER TABLE bourse.attempt ADD CONSTRAINT attempt_kind_check
    CHECK (kind IN ('ping', 'post', 'status', 'notify_win', 'notify_loss', 'callback', 'resend'));

-- How the fate of a post is learnt should its node die: it is asked for, or the post is sent again.
ALTER TABLE bourse.post_question ADD COLUMN topic text NOT NULL DEFAULT 'status' CHECK (topic IN ('status', 'resend'));
