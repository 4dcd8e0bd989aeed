import fastify from 'fastify';

// A process of its own, as the product is: answers what it is sent, and prints its address.
const server = fastify();
server.post('/', async ({ body }) => body);
process.stdout.write(`${await server.listen({ host: '127.0.0.1', port: 0 })}\n`);
