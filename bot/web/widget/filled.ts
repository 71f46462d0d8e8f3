/** 前面还有{count}位 → 前面还有3位 */
export function filled(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/gu, (gap, name: string) => String(values[name] ?? gap));
}
