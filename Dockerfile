# The modules are installed in a stage of their own, so that npm's cache stays out of the image. Optional dependencies stay in:
# among them are the platform's prebuilt binaries. Only the Node that serves machines without one goes, since the image has its own.
FROM node:24-bookworm-slim AS modules
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && rm -rf node_modules/node-linux-* node_modules/.bin/node && mkdir empty

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 GRIOT_DATA=/data
WORKDIR /app
COPY --from=modules /app/node_modules ./node_modules
COPY package.json ./
COPY data ./data
COPY src ./src
# The one place that may be written to.
COPY --from=modules --chown=node:node /app/empty /data
VOLUME ["/data"]
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s --retries=3 CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
