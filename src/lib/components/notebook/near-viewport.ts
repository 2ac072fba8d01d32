import type { Attachment } from 'svelte/attachments';

/** Calls once, when the element first comes within about a screen of what is seen. */
export const nearViewport =
  (arrived: () => void): Attachment =>
  (element) => {
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return;
        observer.disconnect();
        arrived();
      },
      { rootMargin: '800px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  };
