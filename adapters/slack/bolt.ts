/**
 * Bolt's app, the two receivers we use and what they read requests with. They are taken from where they stand, because
 * Bolt's front door also loads Express, with tables of every encoding and type of file, into every start.
 */
import app from '@slack/bolt/dist/App.js';
import requests from '@slack/bolt/dist/receivers/HTTPModuleFunctions.js';
import http from '@slack/bolt/dist/receivers/HTTPReceiver.js';
import socket from '@slack/bolt/dist/receivers/SocketModeReceiver.js';

export const { default: App, LogLevel } = app;
export const { default: HTTPReceiver } = http;
export const { default: SocketModeReceiver } = socket;
export const { bufferIncomingMessage, buildNoBodyResponse, isRawBodyError } = requests;
