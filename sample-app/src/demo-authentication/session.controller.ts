import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Customer, ShopRequest } from './customer.js';
import { demoCustomer, demoCustomers } from './demo-customers.js';
import { SESSION_COOKIE } from './session-cookie.js';

/** What the page shows about the visitor. */
interface Session {
  /** `null` for a visitor who is not signed in. */
  readonly customer: Customer | null;
  /** The customers that the visitor may sign in as. */
  readonly customers: readonly Customer[];
}

/** NOT REAL AUTHENTICATION: anyone can sign in as any demo customer. */
@Controller('session')
export class SessionController {
  @Get()
  session(@Req() { user }: ShopRequest): Session {
    return { customer: user ?? null, customers: demoCustomers };
  }

  /** Receives the form of the page: signs the customer in, or out if the id is not a demo customer's. */
  @Post()
  signIn(@Body('customer') id: unknown, @Res() response: Response): void {
    const customer = demoCustomer(id);
    if (customer === undefined) response.clearCookie(SESSION_COOKIE.name, SESSION_COOKIE.options);
    else response.cookie(SESSION_COOKIE.name, customer.id, SESSION_COOKIE.options);
    response.redirect(303, '/');
  }
}
