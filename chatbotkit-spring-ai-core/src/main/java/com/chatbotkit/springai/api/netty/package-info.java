/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

/**
 * Adapts Reactor Netty to this client: its own pool and event loops, responses that
 * cannot reach another request, and one timeout for all steps of a connection.
 * <p>
 * Read {@link com.chatbotkit.springai.api.netty.NettyConnections} first. For HTTP/1.1 it
 * uses {@code AnswerGuard} and {@code KeepAlive}, for HTTP/2 {@code ProtocolConnector},
 * {@code Origin}, {@code EarlyRequests} and {@code Http2Liveness}. All other classes are
 * handlers of one purpose each.
 */
@NullMarked
package com.chatbotkit.springai.api.netty;

import org.jspecify.annotations.NullMarked;
