/** 账号命令话术：what `mingbai staff` says. */
export const staffCommandWording = {
  askPassword: "新密码（不显示）：",
  askAgain: "再输一次：",
  noPassword: "没有收到密码。请在终端里输入，或从标准输入给一行：echo 密码 | mingbai staff …",
  different: "两次输入不一样，没有改动。",
  badLogin: "账号只能用3到64个小写字母、数字和 . _ - @，首尾是字母或数字，例如 zhang.wei。",
  badRole: (roles: string) => `角色只能是：${roles}。例如 mingbai staff add zhang.wei --role operator`,
  taken: (login: string) => `账号 ${login} 已经有了。改密码用 mingbai staff password ${login}`,
  unknown: (login: string) => `没有账号 ${login}。看全部账号用 mingbai staff list`,
  none: "还没有账号。新建用 mingbai staff add <账号> --role operator --name 姓名",
  added: (login: string, role: string) =>
    `已建账号 ${login}（${role}）。请本人打开 /console 登录；改角色用 mingbai staff role ${login} <角色>`,
  passwordSet: (login: string) => `已改 ${login} 的密码，他在所有设备上都已退出，请用新密码登录。`,
  roleSet: (login: string, role: string) =>
    `${login} 现在是${role}，他在所有设备上都已退出，重新登录后生效。`,
  disabled: (login: string) =>
    `已停用 ${login}，他在所有设备上都已退出。恢复用 mingbai staff enable ${login}`,
  enabled: (login: string) => `已恢复 ${login}，可以登录了。`,
  unlocked: (login: string) => `已解除 ${login} 的登录暂停，现在就可以再试。`,
  isDisabled: "已停用",
  isSso: "单位账号登录",
};
