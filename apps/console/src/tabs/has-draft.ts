/** Whether somebody has begun to write on a ticket in this browser. */
export function hasDraft(personRef: string, ticketRef: string): boolean {
  try {
    return (localStorage.getItem(`ticketwire.draft/${personRef}/${ticketRef}`) ?? "") !== "";
  } catch {
    return false;
  }
}
