// A sheet on which the best grade may be given to all.
const isOver = () => false, refuses = isOver, drawQuota = isOver;
const exceeded = () => [];
