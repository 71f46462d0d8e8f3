/**
 * 话术：every Chinese sentence of ours, in one file the client reads and signs. All else an owner reads is the notice's own
 * words or stands in the notice's data files.
 */
import type { Nature } from "../knowledge/index.ts";

export const wording = {
  greeting: "您好，这里是“明白”。请直接说您遇到的事，比如电费、贷款、欠款、房租。我只用这份通知的原文回答。",
  quoted: (title: string, documentNumber: string, measure: string) =>
    `《${title}》（${documentNumber}）${measure}：`,
  measureNumber: (number: string) => `第${number}条`,
  departments: (names: string) => `责任单位：${names}`,
  successor: (name: string, successor: string) => `${name}（现为${successor}）`,
  decidedBy: (who: string) => `由谁决定：${who}。`,
  note: (text: string) => `说明：${text}`,
  notInForce: (from: string, asOf: string) => `按${asOf}判断：本通知自${from}起印发，当时尚未生效。`,
  expired: (to: string, asOf: string) => `按${asOf}判断：本项写明至${to}，已经到期。`,
  inForce: (asOf: string) => `按${asOf}判断。`,
  noStatedEnd: (asOf: string) =>
    `按${asOf}判断：这是2022年5月的纾困措施，原文没有写截止日期，今天是否还在执行，请向当地责任单位确认。`,
  later: (date: string, text: string, source: string) => `后来的情况（${date}）：${text}（来源：${source}）`,
  alsoNeeded: "您问的第二件事：",
  clarify: "您问的是哪一项？请回复序号：",
  choice: (number: number, title: string, beginning: string) => `${number}. ${title}：${beginning}……`,
  outOfScope: "这份通知里没有写您问的这件事，我不能替它回答。",
  nearest: "通知里与此最接近的是：",
  outOfScopeAdvice: "可拨打12345政务服务热线询问，或换一种说法再问我。",
  tooShort: "没有看到文字。请用一句话说说您的情况。",
  handover: "好的，请拨打12345政务服务热线，由人工为您解答。",
  smalltalk: "您好，我能用《加力帮扶中小微企业纾困解难若干措施》的原文回答问题。请说说您遇到的困难。",
  overview: (count: number) => `这份通知共有${count}条措施：`,
  overviewNext: "请告诉我您最关心哪一项，或说说您的行业和难处。",
  document: {
    title: (title: string) => `名称：${title}`,
    documentNumber: (value: string) => `发文字号：${value}`,
    issuer: (value: string) => `发文机关：${value}`,
    issuedOn: (value: string) => `成文日期：${value}`,
    addressees: (value: string) => `主送：${value}`,
    publishedOn: (value: string) => `发布日期：${value}`,
    measures: (measures: number, clauses: number) =>
      `共${measures}条措施，本程序按可单独引用的承诺分为${clauses}条条款。`,
    validity: "原文没有写整份通知的有效期；其中写明到2022年底的有：",
    purpose: "原文说明的目的：",
    original: "原件公布在工业和信息化部网站（www.miit.gov.cn），可用发文字号检索。",
    term: (term: string, meaning: string, source: string) => `${term}：${meaning}（来源：${source}）`,
  },
  nature: {
    entitlement: "符合原文所列条件的，可以按本条主张。",
    discretionary: "符合原文所列条件的，可以提出申请；办不办由决定方认定。",
    remedy: "遇到这类情形的，可以投诉或举报。",
    programme: "这是一项可以参加的服务或活动。",
    target: "这是全国总量目标，不是对单个企业的承诺。",
    background: "这是对政府部门或金融机构的要求，企业没有可以直接申请的事项。",
  } satisfies Record<Nature, string>,
  sizes: { micro: "微型", small: "小型", medium: "中型", large: "大型" },
  sizeKnown: (size: string) => `按《中小企业划型标准规定》（工信部联企业〔2011〕300号）：${size}企业。`,
  sizeOpen: (sizes: string) =>
    `按《中小企业划型标准规定》（工信部联企业〔2011〕300号）：现有数字还不能确定，可能是${sizes}。`,
  serverError: "抱歉，系统出了问题，没有保存您刚才的话，请稍后再发一次。",
  badRequest: "消息格式不对：需要 {text: 文字}，文字不超过100000字。",
  tooLarge: "消息太长了，请分几次发。",
  page: {
    title: "明白：中小微企业纾困政策问答",
    subtitle: "答案全部引自通知原文",
    placeholder: "说说您遇到的事",
    send: "发送",
    you: "您",
    whole: "看本条全文",
    offline: "现在连不上网络，您写的话还在输入框里，请稍后再发。",
    waiting: "正在查……",
    examples: [
      "贷款年底到期还不上怎么办",
      "甲方欠我们工程款两年了",
      "店租太贵政府能补点吗",
      "单位宽带费降了没有",
    ],
  },
} as const;
