/** Whether an address is of this machine: tests and rehearsals keep their own Discord or Slack there. */
export const isLoopback = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
