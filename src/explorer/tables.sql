-- The compiled database. Parents come first, so that every foreign key can be checked while loading.
-- Texts stand in two columns (_zh, _en); values in base units (persons, visits, yuan, percent 0-100).

CREATE TABLE build_info (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);

CREATE TABLE sources (
    source_id VARCHAR PRIMARY KEY,
    title_zh VARCHAR NOT NULL, title_en VARCHAR NOT NULL,
    short_title_zh VARCHAR NOT NULL, short_title_en VARCHAR NOT NULL,
    publisher_zh VARCHAR NOT NULL, publisher_en VARCHAR NOT NULL,
    published VARCHAR, kind VARCHAR NOT NULL, file VARCHAR,
    how_seen_zh VARCHAR, how_seen_en VARCHAR, reporting_zh VARCHAR, reporting_en VARCHAR,
    note_zh VARCHAR, note_en VARCHAR,
    citation_gbt7714 VARCHAR NOT NULL, bibtex VARCHAR NOT NULL
);

CREATE TABLE vocabulary (
    dimension VARCHAR NOT NULL, tag VARCHAR NOT NULL, position INTEGER NOT NULL,
    label_zh VARCHAR NOT NULL, label_en VARCHAR NOT NULL, one_en VARCHAR,
    definition_zh VARCHAR, definition_en VARCHAR,
    source_id VARCHAR REFERENCES sources (source_id), locator VARCHAR, aliases VARCHAR NOT NULL,
    PRIMARY KEY (dimension, tag)
);

CREATE TABLE provinces (
    province VARCHAR PRIMARY KEY, code VARCHAR NOT NULL UNIQUE,
    name_zh VARCHAR NOT NULL, short_zh VARCHAR NOT NULL, name_en VARCHAR NOT NULL, letters VARCHAR NOT NULL,
    tile_column INTEGER NOT NULL, tile_row INTEGER NOT NULL,
    UNIQUE (tile_column, tile_row)
);

CREATE TABLE comparability_groups (
    group_id VARCHAR PRIMARY KEY, family VARCHAR,
    name_zh VARCHAR NOT NULL, name_en VARCHAR NOT NULL,
    reason_zh VARCHAR NOT NULL, reason_en VARCHAR NOT NULL, within_place BOOLEAN NOT NULL,
    target_note_zh VARCHAR, target_note_en VARCHAR
);

CREATE TABLE indicators (
    indicator_id VARCHAR PRIMARY KEY, position INTEGER NOT NULL,
    name_zh VARCHAR NOT NULL, name_en VARCHAR NOT NULL,
    definition_zh VARCHAR NOT NULL, definition_en VARCHAR NOT NULL,
    definition_note_zh VARCHAR, definition_note_en VARCHAR,
    numerator_zh VARCHAR, numerator_en VARCHAR, denominator_zh VARCHAR, denominator_en VARCHAR,
    population_zh VARCHAR, population_en VARCHAR, care_zh VARCHAR, care_en VARCHAR,
    unit VARCHAR NOT NULL, direction VARCHAR NOT NULL CHECK (direction IN ('higher', 'lower', 'neutral')),
    theme VARCHAR NOT NULL,
    comparability_group VARCHAR NOT NULL REFERENCES comparability_groups (group_id),
    official_reference VARCHAR, aliases_zh VARCHAR NOT NULL
);

-- The cases, and with category 'context' the country and the comparator counties that carry figures but tell no story.
CREATE TABLE cases (
    case_id VARCHAR PRIMARY KEY, position INTEGER NOT NULL,
    name_zh VARCHAR NOT NULL, name_en VARCHAR NOT NULL,
    category VARCHAR NOT NULL CHECK (category IN ('alliance', 'public_hospital', 'social', 'context')),
    level VARCHAR NOT NULL CHECK (level IN ('national', 'province', 'prefecture', 'district', 'county', 'institution')),
    province VARCHAR REFERENCES provinces (province),
    prefecture_zh VARCHAR, prefecture_en VARCHAR, county_zh VARCHAR, county_en VARCHAR,
    part_of VARCHAR, started VARCHAR, ended VARCHAR, years_note_zh VARCHAR, years_note_en VARCHAR,
    lead_zh VARCHAR, lead_en VARCHAR, summary_zh VARCHAR NOT NULL, summary_en VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL REFERENCES sources (source_id), locator VARCHAR
);

CREATE TABLE case_partners (
    case_id VARCHAR NOT NULL REFERENCES cases (case_id), position INTEGER NOT NULL,
    name_zh VARCHAR NOT NULL, name_en VARCHAR NOT NULL,
    PRIMARY KEY (case_id, position)
);

CREATE TABLE case_tags (
    case_id VARCHAR NOT NULL REFERENCES cases (case_id),
    dimension VARCHAR NOT NULL, tag VARCHAR NOT NULL,
    basis VARCHAR NOT NULL CHECK (basis IN ('stated', 'judged')),
    locator VARCHAR, note_zh VARCHAR, note_en VARCHAR,
    PRIMARY KEY (case_id, dimension, tag),
    FOREIGN KEY (dimension, tag) REFERENCES vocabulary (dimension, tag)
);

-- What is judged of the evidence behind a case; the fourth fact, its kind of source, stands with the source.
CREATE TABLE case_evidence (
    case_id VARCHAR NOT NULL REFERENCES cases (case_id),
    fact VARCHAR NOT NULL CHECK (fact IN ('reporter', 'baseline', 'comparator')), tag VARCHAR NOT NULL,
    locator VARCHAR NOT NULL, reason_zh VARCHAR NOT NULL, reason_en VARCHAR NOT NULL,
    PRIMARY KEY (case_id, fact, tag),
    FOREIGN KEY (fact, tag) REFERENCES vocabulary (dimension, tag)
);

CREATE TABLE case_points (
    case_id VARCHAR NOT NULL REFERENCES cases (case_id), point_id VARCHAR NOT NULL,
    section VARCHAR NOT NULL CHECK (section IN ('problem', 'measure', 'outcome', 'limitation')),
    position INTEGER NOT NULL,
    basis VARCHAR NOT NULL CHECK (basis IN ('stated', 'judged')),
    integration_type VARCHAR CHECK ((section = 'measure') = (integration_type IS NOT NULL)),
    title_zh VARCHAR NOT NULL, title_en VARCHAR NOT NULL, text_zh VARCHAR NOT NULL, text_en VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL REFERENCES sources (source_id), locator VARCHAR NOT NULL,
    PRIMARY KEY (case_id, point_id)
);

CREATE TABLE point_answers (
    case_id VARCHAR NOT NULL, point_id VARCHAR NOT NULL, answers VARCHAR NOT NULL,
    PRIMARY KEY (case_id, point_id, answers),
    FOREIGN KEY (case_id, point_id) REFERENCES case_points (case_id, point_id),
    FOREIGN KEY (case_id, answers) REFERENCES case_points (case_id, point_id)
);

-- The themes that an outcome tells of in words only.
CREATE TABLE point_themes (
    case_id VARCHAR NOT NULL, point_id VARCHAR NOT NULL, theme VARCHAR NOT NULL,
    PRIMARY KEY (case_id, point_id, theme),
    FOREIGN KEY (case_id, point_id) REFERENCES case_points (case_id, point_id)
);

-- The tags of its case that a measure uses, or the problem tags that a problem tells.
CREATE TABLE point_tags (
    case_id VARCHAR NOT NULL, point_id VARCHAR NOT NULL, dimension VARCHAR NOT NULL, tag VARCHAR NOT NULL,
    PRIMARY KEY (case_id, point_id, dimension, tag),
    FOREIGN KEY (case_id, point_id) REFERENCES case_points (case_id, point_id),
    FOREIGN KEY (dimension, tag) REFERENCES vocabulary (dimension, tag)
);

CREATE TABLE observations (
    observation_id VARCHAR PRIMARY KEY, position INTEGER NOT NULL,
    case_id VARCHAR NOT NULL REFERENCES cases (case_id),
    indicator_id VARCHAR NOT NULL REFERENCES indicators (indicator_id),
    subject_zh VARCHAR NOT NULL, subject_en VARCHAR NOT NULL,
    period_start DATE, period_end DATE, period_printed VARCHAR,
    value DOUBLE NOT NULL, decimals INTEGER NOT NULL CHECK (decimals >= 0), unit VARCHAR NOT NULL,
    -- Every value that would be printed so; an end is missing where a bound leaves it open. The step is the worth of the
    -- last digit printed; a derived figure has none.
    value_low DOUBLE, value_high DOUBLE, printed_step DOUBLE CHECK (printed_step > 0),
    qualifier VARCHAR NOT NULL CHECK (qualifier IN ('=', '>', '>=', '<', '<=', '~')),
    as_reported VARCHAR,
    kind VARCHAR NOT NULL CHECK (kind IN ('level', 'change', 'share', 'target', 'milestone', 'structure')),
    basis VARCHAR NOT NULL CHECK (basis IN ('reported', 'derived')),
    formula VARCHAR CHECK ((basis = 'derived') = (formula IS NOT NULL)), formula_zh VARCHAR, formula_en VARCHAR,
    source_id VARCHAR NOT NULL REFERENCES sources (source_id), locator VARCHAR,
    note_zh VARCHAR, note_en VARCHAR,
    CHECK (period_start IS NULL OR period_start <= period_end),
    CHECK ((basis = 'reported') = (as_reported IS NOT NULL)),
    CHECK ((basis = 'reported') = (printed_step IS NOT NULL)),
    CHECK (value_low <= value_high)
);

CREATE TABLE case_headlines (
    case_id VARCHAR NOT NULL REFERENCES cases (case_id), position INTEGER NOT NULL,
    observation_id VARCHAR NOT NULL REFERENCES observations (observation_id),
    PRIMARY KEY (case_id, position)
);

CREATE TABLE point_figures (
    case_id VARCHAR NOT NULL, point_id VARCHAR NOT NULL, position INTEGER NOT NULL,
    observation_id VARCHAR NOT NULL REFERENCES observations (observation_id),
    PRIMARY KEY (case_id, point_id, observation_id),
    FOREIGN KEY (case_id, point_id) REFERENCES case_points (case_id, point_id)
);

CREATE TABLE policy_families (
    family_id VARCHAR PRIMARY KEY, position INTEGER NOT NULL,
    name_zh VARCHAR NOT NULL, name_en VARCHAR NOT NULL, summary_zh VARCHAR NOT NULL, summary_en VARCHAR NOT NULL
);

-- Every instrument that the documents name. Its date stands as printed (issued) and as the days it may mean.
CREATE TABLE policies (
    policy_id VARCHAR PRIMARY KEY, position INTEGER NOT NULL,
    title_zh VARCHAR NOT NULL, title_en VARCHAR NOT NULL,
    issuer_zh VARCHAR NOT NULL, issuer_en VARCHAR NOT NULL,
    issued VARCHAR, issued_from DATE, issued_to DATE,
    issued_basis VARCHAR CHECK (issued_basis IN ('printed', 'inferred')),
    issued_note_zh VARCHAR, issued_note_en VARCHAR, document_number VARCHAR,
    level VARCHAR NOT NULL CHECK (
        level IN ('international', 'national', 'province', 'prefecture', 'district', 'county', 'institution')
    ),
    kind VARCHAR NOT NULL, status VARCHAR NOT NULL,
    family_id VARCHAR REFERENCES policy_families (family_id), family_position INTEGER,
    summary_zh VARCHAR NOT NULL, summary_en VARCHAR NOT NULL, aliases_zh VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL REFERENCES sources (source_id), locator VARCHAR,
    CHECK ((issued IS NULL) = (issued_basis IS NULL)),
    CHECK ((issued IS NULL) = (issued_from IS NULL) AND issued_from <= issued_to),
    CHECK (issued_basis IS DISTINCT FROM 'inferred' OR issued_note_zh IS NOT NULL),
    CHECK ((family_id IS NULL) = (family_position IS NULL))
);

-- Where each policy is named, its own source first.
CREATE TABLE policy_mentions (
    policy_id VARCHAR NOT NULL REFERENCES policies (policy_id), position INTEGER NOT NULL,
    source_id VARCHAR NOT NULL REFERENCES sources (source_id), locator VARCHAR,
    PRIMARY KEY (policy_id, position)
);

CREATE TABLE policy_tags (
    policy_id VARCHAR NOT NULL REFERENCES policies (policy_id),
    dimension VARCHAR NOT NULL, tag VARCHAR NOT NULL,
    basis VARCHAR NOT NULL CHECK (basis = 'judged'),
    PRIMARY KEY (policy_id, dimension, tag),
    FOREIGN KEY (dimension, tag) REFERENCES vocabulary (dimension, tag)
);

CREATE TABLE policy_points (
    policy_id VARCHAR NOT NULL REFERENCES policies (policy_id), point_key VARCHAR NOT NULL,
    kind VARCHAR NOT NULL CHECK (kind IN ('objective', 'measure', 'instrument')),
    position INTEGER NOT NULL,
    title_zh VARCHAR NOT NULL, title_en VARCHAR NOT NULL, text_zh VARCHAR NOT NULL, text_en VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL REFERENCES sources (source_id), locator VARCHAR,
    PRIMARY KEY (policy_id, point_key)
);

-- Which case carries out, names, gave rise to, or was recognised by a policy; the observation is the dated event.
CREATE TABLE policy_links (
    policy_id VARCHAR NOT NULL REFERENCES policies (policy_id),
    case_id VARCHAR NOT NULL REFERENCES cases (case_id),
    relation VARCHAR NOT NULL CHECK (relation IN ('implements', 'cites', 'originates', 'recognised_by')),
    position INTEGER NOT NULL,
    observation_id VARCHAR REFERENCES observations (observation_id),
    note_zh VARCHAR, note_en VARCHAR,
    source_id VARCHAR NOT NULL REFERENCES sources (source_id), locator VARCHAR,
    PRIMARY KEY (policy_id, case_id, relation)
);

-- What a case did under a policy: measures among its points.
CREATE TABLE policy_measures (
    policy_id VARCHAR NOT NULL, case_id VARCHAR NOT NULL, relation VARCHAR NOT NULL, position INTEGER NOT NULL,
    point_id VARCHAR NOT NULL,
    PRIMARY KEY (policy_id, case_id, relation, point_id),
    FOREIGN KEY (policy_id, case_id, relation) REFERENCES policy_links (policy_id, case_id, relation),
    FOREIGN KEY (case_id, point_id) REFERENCES case_points (case_id, point_id)
);

-- A target without operator and value is told in words; one without a date has no printed one.
CREATE TABLE targets (
    target_id VARCHAR PRIMARY KEY, position INTEGER NOT NULL,
    policy_id VARCHAR NOT NULL REFERENCES policies (policy_id),
    indicator_id VARCHAR NOT NULL REFERENCES indicators (indicator_id),
    observation_id VARCHAR REFERENCES observations (observation_id),
    goal_zh VARCHAR NOT NULL, goal_en VARCHAR NOT NULL,
    operator VARCHAR CHECK (operator IN ('=', '>', '>=', '<', '<=', '~')), value DOUBLE, due DATE, due_printed VARCHAR,
    scope_zh VARCHAR NOT NULL, scope_en VARCHAR NOT NULL, note_zh VARCHAR, note_en VARCHAR,
    outcome_note_zh VARCHAR, outcome_note_en VARCHAR,
    source_id VARCHAR NOT NULL REFERENCES sources (source_id), locator VARCHAR,
    CHECK ((operator IS NULL) = (value IS NULL)),
    CHECK ((due IS NULL) = (due_printed IS NULL))
);

CREATE TABLE target_outcomes (
    target_id VARCHAR NOT NULL REFERENCES targets (target_id), position INTEGER NOT NULL,
    observation_id VARCHAR NOT NULL REFERENCES observations (observation_id), in_scope BOOLEAN NOT NULL,
    PRIMARY KEY (target_id, observation_id)
);

CREATE TABLE recommendations (
    recommendation_id VARCHAR PRIMARY KEY, position INTEGER NOT NULL,
    title_zh VARCHAR NOT NULL, title_en VARCHAR NOT NULL, text_zh VARCHAR NOT NULL, text_en VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL REFERENCES sources (source_id), locator VARCHAR NOT NULL
);

CREATE TABLE recommendation_links (
    recommendation_id VARCHAR NOT NULL REFERENCES recommendations (recommendation_id), position INTEGER NOT NULL,
    case_id VARCHAR REFERENCES cases (case_id), policy_id VARCHAR REFERENCES policies (policy_id),
    reason_zh VARCHAR NOT NULL, reason_en VARCHAR NOT NULL,
    PRIMARY KEY (recommendation_id, position),
    CHECK ((case_id IS NULL) <> (policy_id IS NULL))
);

-- What an appraisal of alliances looks at: models by dimensions by indicators, each with where the choice comes from.
CREATE TABLE frameworks (
    framework_id VARCHAR PRIMARY KEY, position INTEGER NOT NULL,
    title_zh VARCHAR NOT NULL, title_en VARCHAR NOT NULL, text_zh VARCHAR NOT NULL, text_en VARCHAR NOT NULL,
    recommendation_id VARCHAR REFERENCES recommendations (recommendation_id),
    source_id VARCHAR NOT NULL REFERENCES sources (source_id), locator VARCHAR
);

CREATE TABLE framework_dimensions (
    framework_id VARCHAR NOT NULL REFERENCES frameworks (framework_id),
    dimension_id VARCHAR NOT NULL, position INTEGER NOT NULL,
    name_zh VARCHAR NOT NULL, name_en VARCHAR NOT NULL, as_printed VARCHAR, note_zh VARCHAR, note_en VARCHAR,
    PRIMARY KEY (framework_id, dimension_id)
);

-- The places whose figures stand beside those of the cases of a model.
CREATE TABLE framework_places (
    framework_id VARCHAR NOT NULL REFERENCES frameworks (framework_id), model VARCHAR NOT NULL,
    case_id VARCHAR NOT NULL REFERENCES cases (case_id), reason_zh VARCHAR NOT NULL, reason_en VARCHAR NOT NULL,
    PRIMARY KEY (framework_id, model, case_id)
);

-- One row an entry and model: an indicator, or what is wanted and not held.
CREATE TABLE framework_entries (
    framework_id VARCHAR NOT NULL REFERENCES frameworks (framework_id), position INTEGER NOT NULL,
    model VARCHAR NOT NULL, dimension_id VARCHAR NOT NULL,
    indicator_id VARCHAR REFERENCES indicators (indicator_id),
    wanted_zh VARCHAR, wanted_en VARCHAR, missing_zh VARCHAR, missing_en VARCHAR,
    direction VARCHAR NOT NULL CHECK (direction IN ('higher', 'lower', 'neutral')),
    target_id VARCHAR REFERENCES targets (target_id),
    standard_operator VARCHAR CHECK (standard_operator IN ('=', '>', '>=', '<', '<=', '~')), standard_value DOUBLE,
    standard_scope_zh VARCHAR, standard_scope_en VARCHAR,
    standard_source VARCHAR REFERENCES sources (source_id), standard_locator VARCHAR,
    basis VARCHAR NOT NULL CHECK (basis IN ('stated', 'judged')),
    as_printed VARCHAR, reason_zh VARCHAR, reason_en VARCHAR,
    source_id VARCHAR NOT NULL REFERENCES sources (source_id), locator VARCHAR,
    PRIMARY KEY (framework_id, position),
    FOREIGN KEY (framework_id, dimension_id) REFERENCES framework_dimensions (framework_id, dimension_id),
    CHECK ((indicator_id IS NULL) = (wanted_zh IS NOT NULL)),
    CHECK ((wanted_zh IS NULL) = (missing_zh IS NULL)),
    CHECK ((standard_operator IS NULL) = (standard_value IS NULL)),
    CHECK (target_id IS NULL OR standard_value IS NULL),
    CHECK (basis = 'judged' OR as_printed IS NOT NULL)
);

-- What had to be there, drawn from the cases: the tags that show it, and the answers of a county's form that do.
CREATE TABLE preconditions (
    precondition_id VARCHAR PRIMARY KEY, position INTEGER NOT NULL,
    name_zh VARCHAR NOT NULL, name_en VARCHAR NOT NULL,
    definition_zh VARCHAR NOT NULL, definition_en VARCHAR NOT NULL
);

CREATE TABLE precondition_tags (
    precondition_id VARCHAR NOT NULL REFERENCES preconditions (precondition_id),
    dimension VARCHAR NOT NULL, tag VARCHAR NOT NULL,
    PRIMARY KEY (precondition_id, dimension, tag),
    FOREIGN KEY (dimension, tag) REFERENCES vocabulary (dimension, tag)
);

CREATE TABLE precondition_answers (
    precondition_id VARCHAR NOT NULL REFERENCES preconditions (precondition_id),
    field_id VARCHAR NOT NULL, answer VARCHAR NOT NULL,
    PRIMARY KEY (precondition_id, field_id, answer)
);

-- Figures of a case's document that are of another area than the case: no county is compared with them.
CREATE TABLE other_subjects (
    observation_id VARCHAR PRIMARY KEY REFERENCES observations (observation_id),
    reason_zh VARCHAR NOT NULL, reason_en VARCHAR NOT NULL
);

-- The numbers of the documents that are no facts to take down, each with the reason.
CREATE TABLE left_out (
    position INTEGER PRIMARY KEY,
    source_id VARCHAR NOT NULL REFERENCES sources (source_id), locator VARCHAR NOT NULL, words VARCHAR NOT NULL,
    reason VARCHAR NOT NULL, reason_zh VARCHAR NOT NULL, reason_en VARCHAR NOT NULL
);

-- What the search box reads: one row a name, place, tag, summary or point. Pinyin only where a reader would type it.
CREATE TABLE case_search (
    case_id VARCHAR NOT NULL REFERENCES cases (case_id), position INTEGER NOT NULL,
    field VARCHAR NOT NULL CHECK (field IN ('name', 'place', 'tag', 'summary', 'partner', 'point')),
    text_zh VARCHAR NOT NULL, text_en VARCHAR NOT NULL,
    pinyin VARCHAR NOT NULL, initials VARCHAR NOT NULL,
    PRIMARY KEY (case_id, position)
);

-- The same of policies: one row a title (as printed too), issuer, number, family, tag, summary, point or target.
CREATE TABLE policy_search (
    policy_id VARCHAR NOT NULL REFERENCES policies (policy_id), position INTEGER NOT NULL,
    field VARCHAR NOT NULL CHECK (
        field IN ('title', 'issuer', 'number', 'family', 'tag', 'summary', 'point', 'target')
    ),
    text_zh VARCHAR NOT NULL, text_en VARCHAR NOT NULL,
    pinyin VARCHAR NOT NULL, initials VARCHAR NOT NULL,
    PRIMARY KEY (policy_id, position)
);

-- The audit: what is checked (checks and the four tables of what it is about), and what was found.
CREATE TABLE checks (
    check_id VARCHAR PRIMARY KEY, position INTEGER NOT NULL,
    case_id VARCHAR NOT NULL REFERENCES cases (case_id), kind VARCHAR NOT NULL,
    dimension VARCHAR, tag VARCHAR, locator VARCHAR,
    note_zh VARCHAR, note_en VARCHAR, undetermined_zh VARCHAR, undetermined_en VARCHAR,
    FOREIGN KEY (dimension, tag) REFERENCES vocabulary (dimension, tag),
    CHECK ((kind = 'marks') = (tag IS NOT NULL))
);

CREATE TABLE audit_operands (
    check_id VARCHAR NOT NULL REFERENCES checks (check_id), role VARCHAR NOT NULL, position INTEGER NOT NULL,
    observation_id VARCHAR NOT NULL REFERENCES observations (observation_id),
    PRIMARY KEY (check_id, role, position)
);

CREATE TABLE audit_points (
    check_id VARCHAR NOT NULL REFERENCES checks (check_id), position INTEGER NOT NULL,
    case_id VARCHAR NOT NULL, point_id VARCHAR NOT NULL,
    PRIMARY KEY (check_id, position),
    FOREIGN KEY (case_id, point_id) REFERENCES case_points (case_id, point_id)
);

CREATE TABLE audit_items (
    check_id VARCHAR NOT NULL REFERENCES checks (check_id), position INTEGER NOT NULL,
    text_zh VARCHAR NOT NULL, text_en VARCHAR NOT NULL, locator VARCHAR,
    PRIMARY KEY (check_id, position)
);

-- computed_low and computed_high: what the computation gives for every value that its operands may stand for; an end is
-- missing where a bound leaves it open.
CREATE TABLE audit_findings (
    check_id VARCHAR PRIMARY KEY REFERENCES checks (check_id),
    case_id VARCHAR NOT NULL REFERENCES cases (case_id), kind VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL CHECK (verdict IN ('consistent', 'inconsistent', 'undetermined')),
    reported DOUBLE, computed DOUBLE, difference DOUBLE, computed_low DOUBLE, computed_high DOUBLE,
    truncated BOOLEAN NOT NULL, expression VARCHAR NOT NULL,
    message_zh VARCHAR NOT NULL, message_en VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL REFERENCES sources (source_id), locator VARCHAR,
    CHECK (verdict <> 'undetermined' OR difference IS NULL),
    CHECK (NOT truncated OR verdict = 'consistent')
);

-- What a figure's findings come to: the worse verdict of those that are not plainly consistent, and their sentences.
CREATE TABLE observation_findings (
    observation_id VARCHAR PRIMARY KEY REFERENCES observations (observation_id),
    verdict VARCHAR NOT NULL CHECK (verdict IN ('inconsistent', 'undetermined')),
    message_zh VARCHAR NOT NULL, message_en VARCHAR NOT NULL
);

-- A change of one figure that would make an inconsistent check come out: a lead, not a proof.
CREATE TABLE audit_leads (
    check_id VARCHAR NOT NULL REFERENCES checks (check_id), position INTEGER NOT NULL,
    observation_id VARCHAR NOT NULL REFERENCES observations (observation_id), value DOUBLE NOT NULL,
    basis VARCHAR NOT NULL CHECK (basis IN ('figure', 'whole_number', 'digits')),
    instead_id VARCHAR REFERENCES observations (observation_id),
    CHECK ((basis = 'figure') = (instead_id IS NOT NULL)),
    PRIMARY KEY (check_id, position)
);
