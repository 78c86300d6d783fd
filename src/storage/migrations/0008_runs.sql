-- Bourse 0008: whose steps a lead takes.

-- Whoever works on a lead: null = as it arrived; else the taking of its offer, the claim of its wait, or the re-sale by
-- which it was last given to somebody. A node that was taken for dead and wakes still has the lead of the time before:
-- its steps and posts name a run that is no longer the lead's, and are passed over. What is opened again for whoever
-- comes next gets a run that nobody has.
ALTER TABLE bourse.lead ADD COLUMN run uuid;
