'use client'

import { useLayoutEffect, useRef, useState } from 'react'

/** The width of an element in whole pixels, so that a picture can be drawn at its final size. */
export function useWidth<E extends HTMLElement>(first: number) {
  const ref = useRef<E>(null)
  const [width, setWidth] = useState(first)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const measure = () => {
      const now = Math.floor(element.getBoundingClientRect().width)
      if (now > 0) setWidth(now)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { ref, width }
}
