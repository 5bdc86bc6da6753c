// The icon of the site: a prompt in a speech bubble.

export const iconSource = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<path fill="#0b5e56" d="M6 3h20a4 4 0 0 1 4 4v13a4 4 0 0 1-4 4H14l-8 6v-6a4 4 0 0 1-4-4V7a4 4 0 0 1 4-4z"/>
<path fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" d="M9 9l5 4.500-5 4.500M17 18h6"/>
</svg>
`;
