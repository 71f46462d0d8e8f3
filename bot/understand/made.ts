/** 造物：what ends so is made, whatever it is: 做IGBT基板的. */
import type { TradeMatch } from "./trade-match.ts";

const MADE =
  /(?:做|生产|造|加工|搞)(?:的是|的|各种|各类|点|些|一些|那种|个)*(?<thing>[\p{Script=Han}a-z\d]{0,8}?(?:件|板|管|膜|片|壳|壳体|阀|泵|轴|轮|柜|架|箱|盒|袋|瓶|罐|桶|绳|带|布|纱|胶|漆|剂|料|模|模具|刀|仪|器|表|灯|机|线|缆|芯|棒|丝|钉|栓|母|圈|垫|簧|砖|瓦|毯|炉|灶|锅|杯|壶|锁|伞|笔|材|电池|玩具|零件|部件|设备|制品|组件|模块|元件|机械|用品|器械|仪表|工具|车厢|底座|支架|外壳|铸造|冲压|注塑|压铸|锻造|钣金|机加|电镀|喷涂|编|雕|工艺品))(?=的$|的[，,]|的?(?:小?厂|公司|企业|作坊|加工|制造|生产)|出口|是|[，,]|$)/gu;
const NOT_MADE =
  /生意|软件|网站|平台|系统|维修|安装|设计|检测|批发|贸易|零售|租赁|代理|广告|培训|直播|咨询|物流|运输|配送|销售|网线|路线|专线|流水线|收购|回收|司机|手机|主机|飞机|服务|外卖|面板(?=装)|餐|料理|饮料|调料|茶|门面|名片|影片|照片|图片|唱片|宣传片|短片|胶片|招牌|电表|代表|报表|师傅|美容|餐具|证件|快件|邮件|文件|条件|事件|货架(?=员)|装修|劳务|保洁|材料款|大棚|医用/u;

/** 卖波纹管的门市: what is sold in a shop is sold to whoever comes in. */
const SOLD = /(?<![外买])卖(?<thing>[^，的给到]{1,8})的(?:小|门|专卖)?(?:店|门市|铺|摊|柜台|地摊|网店)/gu;

/** Things no list names, by what is done with them. */
export function madeIn(text: string): TradeMatch[] {
  const made = [...text.matchAll(MADE)].flatMap((match) => {
    const word = match.groups?.["thing"] ?? "";
    if (NOT_MADE.test(word)) return [];
    return [{ word, industry: "manufacturing", start: match.index + match[0].length - word.length }];
  });
  const sold = [...text.matchAll(SOLD)].map((match) => ({
    word: match.groups?.["thing"] ?? "",
    industry: "retail",
    start: match.index + 1,
  }));
  return [...made, ...sold];
}
