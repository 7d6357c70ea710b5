// A sheet of a voter who rates every card on it: there is no own unit to name.
const own = {}, recuse = () => {}, recusal = recuse, asksOwn = recuse;
const spared = () => 0;
