// One criterion: a row is told by its subject.
const criterionOf = () => "", tellCriteria = criterionOf;
