# Compiles the sources, and keeps the libraries that they need when they run.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY adapters adapters
COPY src src
RUN npm run compile && npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim
# A small space for new objects, and few pools of memory, keep a bot at rest 30 MB smaller; it answers as fast.
ENV NODE_ENV=production DATA_DIR=/data HOST=0.0.0.0 \
  NODE_OPTIONS="--enable-source-maps --max-semi-space-size=2" MALLOC_ARENA_MAX=2
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist ./
COPY package.json LICENSE ./
COPY knowledge knowledge
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --start-period=10s --interval=30s --timeout=5s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.WEB_PORT || 3001}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "adapters/main.js"]
CMD ["serve"]
