export const demoPeople = [
  { id: "operator1", name: "Operator 1", role: "operator" },
  { id: "operator2", name: "Operator 2", role: "operator" },
  { id: "supervisor1", name: "Supervisor 1", role: "supervisor" },
  { id: "admin", name: "Admin", role: "admin" },
] as const;

export type DemoPerson = (typeof demoPeople)[number]["id"];
